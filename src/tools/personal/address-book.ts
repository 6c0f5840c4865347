import { SamError } from '../../core/errors.ts'
import type { ContactsPort, Person, Reach } from '../platform/personal-port.ts'
import { spokenList } from '../spoken/lists.ts'
import { plainWords } from './same-words.ts'

/** Somebody, and where to reach them. */
export interface Addressee {
  name: string
  value: string
}

export interface AddressBook {
  /** The one person meant. Errors: `person-unknown`, `person-ambiguous`. */
  person(name: string, signal: AbortSignal): Promise<Person>
  /** A mail address. Errors: those of `person`, and `person-unreachable`. */
  mail(name: string, signal: AbortSignal): Promise<Addressee>
  /** A telephone number, else a mail address. Errors: those of `person`, and `person-unreachable`. */
  phone(name: string, signal: AbortSignal): Promise<Addressee>
}

const mailAddress = /^[\w.%+-]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}$/i
const phoneNumber = /^\+?[\d ().-]{3,24}$/
const mostAsked = 4
const mostFound = 20

/** Labels of the address book, most likely meant first. */
const phoneLabels = ['mobile', 'iphone', 'cell', 'main', 'home', 'work']
const mailLabels = ['home', 'personal', 'work']

/** Turns what was said into a person of the contacts and one of their addresses; asks back instead of guessing. */
export function createAddressBook(contacts: ContactsPort): AddressBook {
  const person = async (spoken: string, signal: AbortSignal): Promise<Person> => {
    const name = spoken.replace(/^my /i, '')
    const { people, complete } = await contacts.find(name, mostFound, signal)
    const fitting = closest(people, name)
    const [first] = fitting
    if (first === undefined) throw new SamError('person-unknown', `I found nobody called ${name} in your contacts.`)
    if (fitting.length === 1) return first
    const names = fitting.slice(0, mostAsked).map(described)
    const count = complete ? fitting.length : `at least ${fitting.length}`
    const shown = fitting.length > mostAsked ? [...names, 'others'] : names
    throw new SamError('person-ambiguous', `There are ${count}: ${spokenList(shown)}. Whom do you mean?`)
  }
  return {
    person,
    async mail(spoken, signal) {
      const address = spokenAddress(spoken)
      if (mailAddress.test(address)) return { name: address, value: address }
      const found = await person(spoken, signal)
      const reach = preferred(found.emails, mailLabels)
      if (reach === undefined) throw unreachable(found, 'mail address')
      return { name: found.name, value: reach.value }
    },
    async phone(spoken, signal) {
      const address = spokenAddress(spoken)
      if (mailAddress.test(address)) return { name: address, value: address }
      if (phoneNumber.test(spoken) && /\d{3}/.test(spoken.replace(/\D/g, ''))) return { name: spoken, value: spoken }
      const found = await person(spoken, signal)
      const reach = preferred(found.phones, phoneLabels) ?? preferred(found.emails, mailLabels)
      if (reach === undefined) throw unreachable(found, 'telephone number')
      return { name: found.name, value: reach.value }
    },
  }
}

const digitWords = new Map(
  'zero one two three four five six seven eight nine'.split(' ').map((word, digit) => [word, String(digit)] as const),
)

/** A telephone number or mail address as it was said: "555 1234", "five five five one two", "ana at example dot com". */
export function readReach(spoken: string): { phone: string } | { email: string } | undefined {
  const email = spokenAddress(spoken)
  if (mailAddress.test(email)) return { email }
  const digits = spoken
    .toLowerCase()
    .replace(/\b(?:double|twice) (\w+)/g, '$1 $1')
    .replace(/\boh?\b/g, 'zero')
    .replace(/\bplus\b ?/g, '+')
    .replace(/[a-z]+/g, (word) => digitWords.get(word) ?? word)
  // Digits said one by one are one number.
  const phone = (/^\+?\d(?:[ -]\d)+$/.test(digits.trim()) ? digits.replace(/[ -]/g, '') : digits).trim()
  return phoneNumber.test(phone) && /(?:\d\D*){3}/.test(phone) ? { phone } : undefined
}

function unreachable(person: Person, what: string): SamError {
  return new SamError('person-unreachable', `${person.name} has no ${what} in your contacts.`)
}

/** "ana at example dot com" as it is written; other text unchanged. */
function spokenAddress(text: string): string {
  if (!/ at .+ dot /i.test(text)) return text.trim()
  return text
    .replace(/ dot /gi, '.')
    .replace(/ at /i, '@')
    .replace(/ (?:underscore) /gi, '_')
    .replace(/\s/g, '')
    .toLowerCase()
}

/** Of that very name, else with these words in the name, else all: "Ana" is rather Ana Silva than Mariana. */
function closest(people: readonly Person[], name: string): readonly Person[] {
  const wanted = plainWords(name)
  const exact = people.filter((person) => plainWords(person.name) === wanted)
  if (exact.length > 0) return exact
  const words = wanted.split(' ')
  const byWord = people.filter((person) => {
    const has = new Set(plainWords(person.name).split(' '))
    return words.every((word) => has.has(word))
  })
  return byWord.length > 0 ? byWord : people
}

/** Two of one name are told apart by how they are reached. */
function described(person: Person, _: number, all: readonly Person[]): string {
  const reach = person.phones[0] ?? person.emails[0]
  const twins = all.filter((other) => other.name === person.name).length > 1
  return twins && reach !== undefined ? `${person.name} with ${reach.value}` : person.name
}

function preferred(reaches: readonly Reach[], labels: readonly string[]): Reach | undefined {
  for (const label of labels) {
    const found = reaches.find((reach) => reach.label.toLowerCase().includes(label))
    if (found !== undefined) return found
  }
  return reaches[0]
}
