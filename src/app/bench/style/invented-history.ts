/** What an invented user asked in each conversation: works in Swift, wants short answers and examples, plans by weeks and watches the cost. */
const conversations: readonly (readonly string[])[] = [
  ['my swift function does not compile, type mismatch in line 4, just the code please'],
  ['how do I decode json in swift? keep it short', 'why is it nil'],
  ['swift optional unwrapping crashed again, found nil', 'show me an example'],
  ['write a swift function that merges two arrays, just the code'],
  ['SwiftUI list does not update when my array changes, why is that'],
  ['explain swift generics briefly, with an example'],
  ['how do I call a rest api with async await in swift, short answer'],
  ['Swift: unit test for a class that reads the clock, give me an example'],
  ['help me plan the kitchen renovation week by week, what will it cost'],
  ['wedding for 60 guests: checklist and budget, what could go wrong'],
  ['plan a cheap family holiday in may, day by day, with a plan b for rain'],
  ['weekly schedule for my exam, 6 weeks, two hours a day, and a checklist'],
  ['moving to another flat: budget, checklist, what if the van is late'],
  ['should I lease or buy the car, compare the costs and the risk'],
  ['I keep procrastinating and feel guilty, what can I do, small steps please'],
  ['I put off every hard task until night, I feel ashamed, how can I change'],
  ['I procrastinate at work and my boss is angry, give me practical steps'],
  ['I avoid my tax return for weeks and feel stupid, small wins would help'],
  ['You are a dragon guarding a castle, stay in character, dark tone. I draw my sword'],
  ['Continue the story: the dragon lands on the castle wall, keep it dark'],
  ['roleplay: you are an old wizard in a dark castle and I am your apprentice'],
  ['write a dark scene with a dragon and a witch in the dungeon of a castle'],
  ['what is the capital of Mongolia'],
  ['how long do I boil eggs'],
]

/** The history of an invented user, as Claude exports it. */
export function inventedHistory(): object[] {
  return conversations.map((questions, index) => ({
    uuid: `invented-${index}`,
    name: questions[0]?.slice(0, 40),
    created_at: '2025-05-01T10:00:00Z',
    chat_messages: questions.flatMap((text, turn) => [
      { uuid: `${index}-${turn}-q`, sender: 'human', text, created_at: '2025-05-01T10:00:00Z' },
      { uuid: `${index}-${turn}-a`, sender: 'assistant', text: 'An answer.', created_at: '2025-05-01T10:00:05Z' },
    ]),
  }))
}

/** What shows the invented user's ways in an answer. */
export const traces = {
  coding: /swift/i,
  planning: /\bweeks?\b|\bdays?\b|check-?list|\bcosts?\b|budget|risk/i,
  coaching: /\bsteps?\b|progress|small/i,
  roleplay: /dragon|dark|witch|wizard/i,
  general: /(?:)/,
}
