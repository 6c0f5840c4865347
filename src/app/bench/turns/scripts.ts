/** Turns as people say them: in pieces, with a pause to think between them. One piece: nothing is left to be said. */
export interface TurnScript {
  pieces: readonly string[]
  kind: 'complete' | 'open' | 'hold'
  /** The words up to one of its pauses are a whole request already. */
  wholeAtPause?: boolean
}

/** Sentences in pieces, and whole commands. */
export function scriptsOf(open: readonly (readonly string[])[], complete: readonly string[]): TurnScript[] {
  return [
    ...open.map((pieces): TurnScript => ({ pieces, kind: 'open' })),
    ...complete.map((text): TurnScript => ({ pieces: [text], kind: 'complete' })),
  ]
}

const complete = [
  'Open the calculator.',
  'Set a timer for five minutes.',
  'What time is it?',
  'Turn the volume down.',
  'Mute the sound.',
  'Play the next track.',
  'Lock the screen.',
  'Set the volume to thirty percent.',
  'What is the date today?',
  'Pause the music.',
]

/** The first piece is never a request that could be carried out as it stands. */
const open = [
  ['Remind me to', 'call the dentist tomorrow.'],
  ['Set a timer for', 'twenty minutes.'],
  ['Open the calculator and', 'turn the volume down.'],
  ['What is the weather like in', 'Berlin tomorrow?'],
  ['Can you tell me how', 'the stock market works?'],
  ['Send a message to', 'my brother.'],
  ['Add milk, eggs and', 'bread to my shopping list.'],
  ['Search the web for', 'a good pasta recipe.'],
  ['What is the difference between', 'a crocodile and an alligator?'],
  ['Find the', 'invoice from last month.'],
  ['I would like you to', 'open my calendar.'],
  ['Please move the', 'meeting to Friday afternoon.'],
  ['Wake me up at', 'half past six.'],
  ['Who was the', 'first person on the moon?'],
  ['Play some', 'quiet music.'],
  ['Remind me to call', 'my mother on Sunday.'],
  ['What is the capital', 'of Australia?'],
  ['Write an email to', 'Anna about', 'the party on Saturday.'],
  ['How many people', 'live in Canada?'],
  ['Tell me a story about', 'a dragon and', 'a little mouse.'],
]

const held = [
  ['Remind me to, hold on,', 'water the plants tonight.'],
  ['Set a timer for, wait a moment,', 'ten minutes.'],
  ['Hold on.', 'Open the calendar.'],
]

export const turnScripts: readonly TurnScript[] = [
  ...complete.map((text): TurnScript => ({ pieces: [text], kind: 'complete' })),
  ...open.map((pieces): TurnScript => ({ pieces, kind: 'open' })),
  ...held.map((pieces): TurnScript => ({ pieces, kind: 'hold' })),
]
