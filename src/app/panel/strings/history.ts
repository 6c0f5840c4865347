/** Words of the pages History and Privacy. */
export const historyWords = {
  search: 'Search what was done',
  list: 'What was done',
  filters: { all: 'Everything', did: 'Did something', claude: 'Asked Claude', failed: 'Failed' },
  filter: 'Show',
  none: 'Nothing was done yet',
  noneWhy: 'Whatever I do, am refused, or send off this computer is written down here, and cannot be changed.',
  noneFound: 'Nothing like that was done',
  undo: 'Undo',
  undone: 'taken back',
  results: { ok: 'done', cancelled: 'stopped' } as Record<string, string>,
  failed: (why: string) => `failed: ${why}`,
  decisions: { refused: 'not allowed', denied: 'you said no', invalid: 'not understood' } as Record<string, string>,
  decided: (by: string) => `decided by ${by}`,
  deciders: {
    voice: 'you said so',
    text: 'you wrote so',
    panel: 'you clicked',
    terminal: 'you said so in the terminal',
    '--approve': 'allowed on the command line',
    nobody: 'nobody was there to ask',
    rule: 'by a rule of yours',
    grant: 'as you allowed before',
    'policy allow escalation': 'as you allowed',
  } as Record<string, string>,
  left: (bytes: string, destination: string) => `${bytes} to ${destination}`,
  kept: (destination: string) => `Kept from leaving to ${destination}`,
  input: 'Exactly what was asked for',
  older: 'Only the newest 20,000 lines are shown; “sam audit --since” shows the others.',
}

/** What left, byte for byte. */
export const sentWords = {
  title: 'Exactly what left this computer',
  showOf: (what: string) => `Show exactly what left: ${what}`,
  label: (time: string) => `Sent at ${time}`,
  gone: 'These bytes are no longer kept. I keep those of the last 200 requests for 30 days, none that you had me forget, and none at all while “Remember what is said” is off.',
  about:
    'As it was sent, but for the key. Private words were replaced before. The bytes are kept for 30 days at most, on this computer only.',
  tidy: 'Lay it out',
  forget: 'Forget these bytes',
  close: 'Close',
}

export const privacyWords = {
  restart:
    'Offline, all about Claude, and an end to keeping its answers hold at once. The other changes hold when SAM starts the next time.',
  change: 'Change',
  changeOf: (what: string) => `Change: ${what}`,
  /** What finds these in Settings. */
  settings: { never: 'never leave', shares: 'Claude may look at', weather: 'your town', news: 'feeds' },
  differs: 'SAM was started with --offline: until it is started otherwise, nothing leaves.',
  leaves: 'What leaves this computer',
  leftTitle: 'Bytes that left, by day',
  leftNothing: 'In the last 30 days nothing left this computer.',
  seeAll: 'See each of them',
  newest: 'The newest',
  bytes: 'Bytes',
  switches: {
    offline: { label: 'Offline', why: 'No network call at all: no Claude, no weather, no news, no downloads.' },
    'claude.allowed': {
      label: 'Hard questions may go to Claude',
      why: 'Private words are replaced before anything is sent, and put back into the answer.',
    },
    'distillation.allowed': {
      label: 'Keep Claude’s answers to learn from',
      why: 'They stay on this computer. Anthropic’s terms may limit training on them.',
    },
    'memory.keepTurns': {
      label: 'Remember what is said',
      why: 'What you say and what I answer is kept on this computer, for “what did I tell you about …”.',
    },
    'context.frontApp': {
      label: 'The local model may know which application is in front',
      why: 'Its name only, and only on this computer.',
    },
  },
  claude: 'Claude',
  key: 'Key',
  cost: 'Cost',
  budget: 'Most for a day, in US dollars',
  spent: (usd: string, requests: string) => `${usd} spent today, in ${requests}.`,
  kinds: 'Kinds of questions that may go',
  never: 'Words that never leave',
  shares: 'What Claude may look at with tools',
  nothing: 'nothing',
  others: 'Others',
  weather: 'Weather',
  weatherOn: 'Your place is asked about at the weather service.',
  off: 'Off: nothing is asked.',
  news: 'News',
  newsOn: (feeds: string) => `${feeds} are fetched.`,
}
