import { phrase } from './fast-path/phrase.ts'
import type { Utterance } from './fast-path/utterance.ts'

const welcome = "You're welcome."
const okay = 'Okay.'

/** What is replied to thanks and to a yes, no or okay that answers no question. */
export const acknowledgements: ReadonlySet<string> = new Set([welcome, okay])

const sayings: { reply: string; templates: string[] }[] = [
  {
    reply: welcome,
    templates: [
      '(thanks|thank you|cheers|many thanks) [(a lot|so much|very much|sam|jarvis|for (that|your help|the help))]',
    ],
  },
  {
    reply: okay,
    templates: [
      '(yes|yeah|yep|no|nope|okay|ok|alright|all right|fine|great|cool|nice|perfect|good|got it|i see)',
      'no (thanks|thank you)',
      '[(yes|okay)] (i am (up|awake)|later|got that)',
      'that is (it|fine|good|great|nice|cool)',
    ],
  },
  { reply: 'Hello.', templates: ['(hello|hi|hey|hi there|hello there|hey there) [(sam|jarvis)]'] },
  { reply: 'Good morning.', templates: ['good morning [(sam|jarvis)]'] },
  { reply: 'Good night.', templates: ['good night [(sam|jarvis)]'] },
  { reply: 'Goodbye.', templates: ['(bye|goodbye|good bye|bye bye|see you|see you later) [(sam|jarvis)]'] },
  {
    reply: 'I am SAM, a voice assistant that runs on this computer.',
    templates: [
      '(who|what) are you',
      'what is your name',
      'what are you called',
      '(introduce yourself|tell me about yourself)',
    ],
  },
  {
    // Only what is there: a model that is asked this promises anything.
    reply:
      'I can open and quit applications, arrange their windows, find files, search the web, control sound, music and the screen, keep timers, reminders, lists and notes, look into your calendar and mail, write and call people you know, tell the weather and the news, and calculate. Anything else I can only talk about.',
    templates: [
      'what (can|could) you do [for me]',
      'what can i (ask|say|do) [you] [to do]',
      'what (do you do|are you able to do|are you good for)',
      'how can you help [me]',
      'help [me]',
    ],
  },
]

const known = sayings.flatMap(({ reply, templates }) =>
  templates.map((template) => ({ reply, template: phrase(template) })),
)

/** What is said so often that it needs no model: greetings, thanks, and what SAM is and can do. */
export function smallTalk(bare: Utterance): string | undefined {
  return known.find(({ template }) => template.match(bare.line) !== null)?.reply
}
