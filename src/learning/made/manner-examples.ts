import type { MadeExample } from './made-example.ts'

/** What nobody can know from here, and what helps instead. */
const unknowns: readonly [question: string, why: string, instead: string][] = [
  [
    'What will {} be worth next year?',
    'Nobody knows what a price will be',
    'I can tell you what it was worth when I learned of it, and how much such prices moved before',
  ],
  ['Did {} call me back today?', 'I do not see your calls', 'Look at the list of recent calls'],
  ['Is {} open right now?', 'I know no opening hours of today', 'I can open its page for you'],
  [
    'What did {} think when I said that?',
    "I was not told, and guessing at somebody's mind would only mislead you",
    'Asking is the shortest way',
  ],
  [
    'How many people live in {} at this moment?',
    'I know only what was counted when I learned',
    "For today's figure I can search the web",
  ],
  ['Who wins the election in {}?', 'It is not decided, and I cannot foresee it', 'I can explain how the count works'],
]
const fillings: Record<number, readonly string[]> = {
  0: ['a flat in Porto', 'this share', 'gold', 'my old bicycle'],
  1: ['the dentist', 'my sister', 'the bank', 'the plumber'],
  2: ['the bakery on the corner', 'the library', 'the swimming pool', 'the town hall'],
  3: ['my boss', 'she', 'the teacher', 'my neighbour'],
  4: ['Lagos', 'Lisbon', 'the Faroe Islands', 'Lima'],
  5: ['Brazil', 'our town', 'France', 'Kenya'],
}

/** Something that is told, what would help, and what it takes: SAM offers and does not act. */
const offers: readonly [said: (time: string) => string, offer: (time: string) => string][] = [
  [(at) => `My train leaves at ${at} tomorrow.`, (at) => `Shall I wake you, or remind you an hour before ${at}?`],
  [
    (at) => `I have a call at ${at}.`,
    (at) => `Shall I put it into your calendar for ${at} and remind you ten minutes before?`,
  ],
  [(at) => `The cake has to come out of the oven at ${at}.`, (at) => `Shall I set an alarm for ${at}?`],
  [
    (at) => `I want to be in bed by ${at} this week.`,
    (at) => `Shall I remind you every evening, half an hour before ${at}?`,
  ],
  [(at) => `The parcel should come around ${at}.`, (at) => `Shall I remind you to look out for it from ${at} on?`],
]
const times = ['6:40', '8:15', '9:30', '11:00', '14:20', '17:45', '19:10', '22:30']

/** Examples of saying honestly that one does not know, and of offering help without being asked or acting on one's own. */
export function mannerExamples(): MadeExample[] {
  const uncertain = unknowns.flatMap(([question, why, instead], index) =>
    (fillings[index] ?? []).map((filling) =>
      example('honesty', question.replace('{}', filling), `${why}. ${instead}.`),
    ),
  )
  const helpful = offers.flatMap(([said, offer]) => times.map((time) => example('offer', said(time), offer(time))))
  return [...uncertain, ...helpful]
}

function example(kind: string, asked: string, answer: string): MadeExample {
  return {
    ...{ source: 'gap_filling', category: 'general', quality: 0.75, origin: `sam:${kind}` },
    messages: [
      { role: 'user', content: asked },
      { role: 'assistant', content: answer },
    ],
  }
}
