/** Words of the first steps. */
export const onboardingWords = {
  steps: 'First steps',
  names: { hello: 'Hello', models: 'Models', microphone: 'Microphone', speak: 'Speak', offers: 'More' },
  next: 'Go on',
  later: 'Later',
  hello: {
    title: 'Hi, I’m SAM.',
    text: 'What you say is heard, understood and kept on this computer; nothing leaves it unless you allow it.',
    go: 'Set me up',
  },
  models: {
    title: 'What I hear and speak with',
    need: (size: string) =>
      `I need these models, ${size} in all. What I hear with comes first; we go on as soon as it is here.`,
  },
  microphone: {
    title: 'May I hear you?',
    why: 'I need the microphone. Your browser or your Mac asks you next; the sound never leaves this computer.',
    open: 'Open the microphone',
    opening: 'Opening the microphone…',
    say: 'Say anything.',
    hears: 'I hear you.',
    again: 'Try again',
  },
  speak: {
    title: (phrase: string) => `Say: “${phrase}, what time is it?”`,
    hold: 'Hold the space bar in Talk and say: “What time is it?”',
    waiting: 'I listen.',
    success: 'That was it. I hear, I answer, and you are set up.',
  },
  offers: {
    title: 'If you like',
    why: 'Each of these can wait.',
    done: 'Done',
    putOff: 'Later',
    isPutOff: 'Put off',
    toTalk: 'To Talk',
    list: {
      wake: {
        title: 'Your own wake phrase',
        why: 'Five to ten recordings teach me a phrase of yours.',
        page: ['wake'],
      },
      voice: {
        title: 'Your own voice',
        why: 'A voice file (.pth) that you trained: I speak with it.',
        page: ['voices'],
      },
      claude: {
        title: 'Claude for hard questions',
        why: 'They leave this computer with private words taken out, within a daily budget; I can keep the answers to learn from.',
        page: ['privacy'],
      },
      history: {
        title: 'Your history',
        why: 'The zip of ChatGPT or Claude, so that I know what you talked about.',
        page: ['memory', 'import'],
      },
      briefing: { title: 'A briefing', why: 'Your day in a few sentences, at a time you choose.', page: ['timers'] },
    } satisfies Record<string, { title: string; why: string; page: [string, ...string[]] }>,
    mac: {
      title: 'What your Mac has to allow',
      why: 'Windows, other programs, a key that is held to talk: each with its reason, each when you like.',
    },
    claude: {
      leaves: 'What leaves: your question, the talk before it, and what of your ways helps to answer it.',
      stays:
        'Names, addresses, numbers and keys in it are replaced before, and put back into the answer. Sound stays here, and so do files and memory unless you share them in Settings. A click on the cloud beside an answer shows every byte.',
      noKey: 'Without a key nothing is asked.',
    },
    show: 'Set it up',
    showLabel: (title: string) => `Set it up: ${title}`,
    open: 'Open',
    openLabel: (title: string) => `Open: ${title}`,
    laterLabel: (title: string) => `Later: ${title}`,
  },
}
