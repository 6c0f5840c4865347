import { spokenCommands } from '../../agent/spoken-commands.ts'
import type { SpokenVocabulary } from '../../audio/ports.ts'
import type { Clock } from '../../core/clock.ts'
import type { Logger } from '../../core/log.ts'
import type { AuditLog, GrantStore } from '../../memory/ports.ts'
import { wellKnown } from '../../tools/applications/well-known.ts'
import type { Platform } from '../../tools/platform/port.ts'
import type { Scheduler } from '../../tools/scheduler/scheduler.ts'

export interface OwnVocabularyParts {
  platform: Platform
  scheduler: Pick<Scheduler, 'waiting'>
  audit: Pick<AuditLog, 'list'>
  grants: Pick<GrantStore, 'matching'>
  clock: Clock
  logger: Logger
}

/** What the recogniser should know of this machine's words. */
export interface OwnVocabulary {
  /** Looks again when the last look is older than ten minutes; undefined when nothing is new since then. */
  refresh(): Promise<SpokenVocabulary | undefined>
  /** Whether a person of this name is known; undefined while nobody is. */
  readonly knowsPerson: ((name: string) => boolean) | undefined
}

const freshMs = 600_000
const lookMs = 20_000
/** Names of one kind; the memory and time that they cost stay small. */
const mostNames = 500
const longestName = 60
/** How far back it counts that the user let SAM at the contacts. */
const usedWithinMs = 90 * 86_400_000
const askedContacts = /^(?:contacts\.find|phone\.call|messages\.send|mail\.(?:send|draft))$/
const everydayTimers = ['pizza', 'pasta', 'egg', 'eggs', 'tea', 'coffee', 'laundry', 'oven', 'rice', 'cake', 'kitchen']
const everydayLists = ['shopping', 'grocery', 'groceries', 'to do', 'todo', 'packing', 'chores', 'wish']
const everydayPeople = [
  'mom',
  'mum',
  'dad',
  'my mom',
  'my mum',
  'my dad',
  'my mother',
  'my father',
  'my brother',
  'my sister',
]
const everydayFiles = [
  'tax return',
  'resume',
  'invoice',
  'invoices',
  'contract',
  'presentation',
  'photos',
  'screenshots',
]
/** Things at home that are called by their maker's word for them; a recogniser writes another for most. */
const everydayBrands = [
  ...['Ecobee', 'Nest', 'Honeywell', 'Tado', 'Hue', 'Nanoleaf', 'Lifx', 'Yeelight', 'Govee', 'Lutron', 'Wemo', 'Kasa'],
  ...[
    'Shelly',
    'Aqara',
    'Sonoff',
    'Tuya',
    'SmartThings',
    'Roomba',
    'Roborock',
    'Dyson',
    'Ring',
    'Arlo',
    'Eufy',
    'Sonos',
  ],
  ...[
    'Alexa',
    'Echo Dot',
    'Google Home',
    'HomePod',
    'Chromecast',
    'Roku',
    'Fire TV',
    'Apple TV',
    'PlayStation',
    'Xbox',
  ],
]

/**
 * Names out of this machine, through the ports that tools use. They stay in this process and the recogniser's, and are never
 * written down. Contacts are read only where the user had SAM use them before, and no rule forbids to look them up: nobody is asked for a
 * permission here.
 */
export function createOwnVocabulary(parts: OwnVocabularyParts): OwnVocabulary {
  const { platform, scheduler, audit, grants, clock, logger } = parts
  let lookedAtMs = Number.NEGATIVE_INFINITY
  let people: string[] = []
  let knownPeople: ReadonlySet<string> = new Set()
  let last = ''

  const look = async (what: string, names: (signal: AbortSignal) => Promise<readonly string[]>): Promise<string[]> => {
    try {
      return [...(await names(AbortSignal.timeout(lookMs)))]
    } catch {
      // The recogniser does without these names; whoever needs them says why they cannot be read.
      logger.debug('names for the recogniser could not be read', { what })
      return []
    }
  }
  const mayReadContacts = () =>
    !grants.matching('contacts.find', undefined, clock.wallTime()).some(({ effect }) => effect === 'deny') &&
    audit
      .list({ since: new Date(clock.wallTime().getTime() - usedWithinMs), limit: 1000 })
      .some((row) => row.type === 'action' && row.result === 'ok' && askedContacts.test(row.tool))

  return {
    async refresh() {
      if (clock.nowMs() - lookedAtMs < freshMs) return undefined
      lookedAtMs = clock.nowMs()
      // The recording platform has no names, and writes down what it is asked.
      const real = platform.kind !== 'recording'
      const installed = await look('applications', async (signal) =>
        (await platform.applications.installed(signal)).map(({ name }) => name),
      )
      const shortcuts = real ? await look('shortcuts', (signal) => platform.shortcuts.list(signal)) : []
      people =
        real && mayReadContacts()
          ? await look('contacts', async (signal) =>
              (await platform.contacts.find('', mostNames, signal)).people.map(({ name }) => name),
            )
          : []
      const said = [...everydayPeople, ...people, ...people.flatMap(firstNames)]
      knownPeople = new Set(said.map(plain))
      const timers = scheduler.waiting().flatMap(({ timer }) => (timer.name === undefined ? [] : [timer.name]))
      const vocabulary: SpokenVocabulary = {
        ...spokenCommands,
        names: {
          app: bounded([...wellKnown, ...installed]),
          shortcut: bounded(shortcuts),
          person: bounded(said),
          timer: bounded([...everydayTimers, ...timers]),
          list: bounded(everydayLists),
          file: bounded(everydayFiles),
          brand: everydayBrands,
        },
      }
      const now = JSON.stringify(vocabulary.names)
      if (now === last) return undefined
      last = now
      return vocabulary
    },
    get knowsPerson() {
      return people.length === 0 ? undefined : (name: string) => knownPeople.has(plain(name))
    },
  }
}

function bounded(names: readonly string[]): string[] {
  const short = names.filter((name) => name.length <= longestName && /[a-z0-9]/i.test(name))
  return [...new Set(short)].slice(0, mostNames)
}

function firstNames(name: string): string[] {
  const [first = ''] = name.split(' ')
  return first.length >= 3 ? [first] : []
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9 ]/g, '')
}
