import type { Slots } from '../../../core/events.ts'
import type { Reading } from '../grammar.ts'
import { surfaceOf, type Utterance } from '../utterance.ts'

const book = '(?:my |the )?(?:contacts?|contacts? list|address book|phone ?book)'
const kind =
  '(?:(?:new|phone|cell|mobile|telephone|work|home) )*(?:number|phone|mobile|cell|e ?mail(?: address)?|mail(?: address)?)'
const value = '(?<value>(?: \\S+){1,16}?)'
const add = '(?:add|save|store|put|record)'

const shapes = [
  // "add anna's number 555 1234 to my contacts"
  `^ ${add}(?<person>(?: \\S+){1,4}?) ${kind}(?: is| as)?${value}(?: (?:to|in|into|under|on) ${book})?$`,
  // "new contact anna silva with the number 555 1234"
  `^ (?:(?:${add}|create|make|set up)(?: me)? (?:an? |the )?(?<fresh>new )?contact|(?<made>new contact))(?: for| named| called)?(?<person>(?: \\S+){1,4}?)(?:(?: with| and| at)?(?: the| his| her| their)? ${kind}(?: is| of)?${value})?$`,
  // "add 555 1234 to my contacts as anna", "add anna to my contacts"
  `^ ${add}(?<value>(?: [\\d()+-]+)+)(?: (?:to|in|into) ${book})? (?:as|for|under)(?<person>(?: \\S+){1,4}?)(?: (?:to|in|into) ${book})?$`,
  `^ ${add}(?<person>(?: \\S+){1,4}?) (?:to|in|into) ${book}(?:(?: with)?(?: the)? ${kind}${value})?$`,
].map((source) => new RegExp(source))

const unnamed = new RegExp(
  `^ (?:(?:${add}|create|make|set up)(?: me)? (?:an? )?(?:new )?|new )contact(?: (?:to|in|into) ${book})?$`,
)

/** Not a name. */
const nobody =
  /^ (?:(?:an?|the|this|that|my|new|another|some) ?)*(?:$|contacts?|person|people|someone|somebody|number|numbers|phone|email|address|it|him|her|them|us|me|name|list|event|meeting|reminder|to|for|from|with|group)(?= |$)/
const reachable =
  /\d{3}|(?:\d\D{0,2}){5}|@| at .* dot |(?: (?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|plus)){3}/

/** "add Anna's number 555 1234 to my contacts", "new contact Bo". */
export function readContactAdding(utterance: Utterance): Reading | undefined {
  if (unnamed.test(utterance.line))
    return { intent: 'contacts.add', slots: { fresh: true }, confidence: 0.93, missing: 'person' }
  for (const shape of shapes) {
    const groups = shape.exec(utterance.line)?.groups
    if (groups === undefined) continue
    const { person = '', value: said } = groups
    const name = person.replace(/^ (?:my|the)(?= )/, '')
    if (nobody.test(person) || /\d/.test(name) || (said !== undefined && !reachable.test(said))) continue
    const slots: Slots = { person: surfaceOf(utterance, name).replace(/['\u2019]s?$/, '') }
    if (groups['fresh'] !== undefined || groups['made'] !== undefined) slots['fresh'] = true
    if (said === undefined) return { intent: 'contacts.add', slots, confidence: 0.93, missing: 'phone' }
    slots[/@| at .* dot /.test(said) ? 'email' : 'phone'] = surfaceOf(utterance, said)
    return { intent: 'contacts.add', slots, confidence: 0.94 }
  }
  return undefined
}
