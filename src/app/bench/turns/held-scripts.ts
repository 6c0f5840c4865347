import type { TurnScript } from './scripts.ts'

/** Turns that no rule was made by. The first half was looked at afterwards, and rules were mended by it; thresholds were chosen by the second. */
const open: readonly (readonly string[])[] = [
  // first half
  ['Put a dentist appointment', 'in my calendar for next Tuesday.'],
  ['Could you look up', 'the train times to Bristol?'],
  ['I need to know', 'whether the shop is still open.'],
  ['Text Anna that', "I'll be ten minutes late."],
  ['Book the small meeting room', 'for Thursday at three.'],
  ['Explain to me', 'how a heat pump works.'],
  ['Turn the volume', 'down to twenty percent.'],
  ['Is it going to rain', 'in Manchester this afternoon?'],
  ['What was the name of', 'that restaurant in Lisbon?'],
  ['Give me a recipe with', 'chickpeas and spinach.'],
  ['When I get home,', 'remind me to water the plants.'],
  ['Move my three o clock', 'to half past four.'],
  ['Call', 'the doctor.'],
  ['Translate good morning', 'into Portuguese.'],
  ['Set an alarm for', 'six fifteen tomorrow.'],
  ['Make a note that', 'the boiler was serviced in May.'],
  ['How long does it take', 'to boil an egg?'],
  ['Take me to', 'the settings for bluetooth.'],
  ['Play the new album by', 'the band from yesterday.'],
  ['Compare the price of', 'oil and gas heating.'],
  // second half
  ['Show me the photos', 'from our trip to Norway.'],
  ['Who won the match', 'between Spain and Italy?'],
  ['My sister asked me', 'whether we could bring a salad.'],
  ['Send Tom a message saying', 'the parcel arrived.'],
  ['Add batteries', 'to the shopping list.'],
  ['What should I wear', 'if it gets cold tonight?'],
  ['Start a timer for the pasta,', 'nine minutes please.'],
  ['Read me the last', 'message from my boss.'],
  ['Which is further away,', 'the moon or the space station?'],
  ['Delete the reminder about', 'the car inspection.'],
  ['Tell my brother', 'that dinner is at seven.'],
  ['Open the document', 'I was working on yesterday.'],
  ['How do you say', 'thank you in Japanese?'],
  ['I was wondering if', 'you could summarise my day.'],
  ['Write a short poem', 'about the first snow.'],
  ['Wake me up', 'at a quarter to seven.'],
  ['Could you please', 'turn on dark mode?'],
  ['The meeting on Friday', 'should be an hour later.'],
  ['Find all the files', 'that I changed last week.'],
  ['Do I have anything', 'planned for Saturday evening?'],
]

const complete: readonly string[] = [
  // first half
  'Close the window.',
  'Skip this song.',
  'Unmute the sound.',
  'Open the calendar.',
  'What day is it today?',
  'Set the brightness to fifty percent.',
  'Cancel the timer.',
  'Take a screenshot.',
  'Turn the brightness down.',
  'How much battery is left?',
  // second half
  'Quit the calculator.',
  'Set a timer for two hours.',
  'Turn on do not disturb.',
  'Set the volume to eighty percent.',
  'Play the previous song.',
  'Empty the trash.',
  'What is fifteen times four?',
  'Turn off dark mode.',
  'Set an alarm for seven thirty in the morning.',
  'Undo that.',
]

const half = (list: readonly TurnScript[], second: boolean) =>
  list.filter((_, index) => index >= list.length / 2 === second)
const openScripts = open.map((pieces): TurnScript => ({ pieces, kind: 'open' }))
const completeScripts = complete.map((text): TurnScript => ({ pieces: [text], kind: 'complete' }))

/** The half that rules were mended by. */
export const seenScripts: readonly TurnScript[] = [...half(openScripts, false), ...half(completeScripts, false)]
/** The half that no rule was mended by; thresholds were chosen by it later. */
export const heldScripts: readonly TurnScript[] = [...half(openScripts, true), ...half(completeScripts, true)]
