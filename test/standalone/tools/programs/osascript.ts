/**
 * Stands for osascript with Apple's applications behind it: runs the JavaScript that comes on standard input, as far as SAM's
 * scripts go, against the applications in `state.json` beside `calls.jsonl`. Arguments: that folder, then osascript's own.
 */
import fs from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'

type Element = { [property: string]: unknown }
interface State {
  applications: Record<string, Element>
  /** Printed as the error of the next call, or of each when `always` is true. */
  error?: { text: string; always: boolean }
  /** Printed as the answer instead of what the script returns. */
  answer?: string
  /** How many objects were made. */
  made?: number
  /** What the scripts in AppleScript print, by their names: those are not run. */
  printed?: Record<string, string>
  /** Left, bottom, width and height of each screen, as Cocoa counts, and how much of its height the menu bar takes. */
  screens?: [number, number, number, number, number][]
}

const [folder = '', ...argv] = process.argv.slice(2)
const stateFile = path.join(folder, 'state.json')
const source = fs.readFileSync(0, 'utf8')
fs.appendFileSync(path.join(folder, 'calls.jsonl'), `${JSON.stringify({ name: 'osascript', argv, stdin: source })}\n`)
const state = JSON.parse(fs.readFileSync(stateFile, 'utf8'), (_, value) => {
  return value !== null && typeof value === 'object' && 'date' in value ? new Date(value.date as number) : value
}) as State

function stored(value: unknown): unknown {
  if (value instanceof Date || Object.prototype.toString.call(value) === '[object Date]') {
    return { date: (value as Date).getTime() }
  }
  if (Array.isArray(value)) return value.map(stored)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, stored(one)]))
}

class AppleEventError extends Error {
  readonly errorNumber: number
  constructor(message: string, errorNumber: number) {
    super(message)
    this.errorNumber = errorNumber
  }
}
const noObject = () => new AppleEventError("Can't get object.", -1728)

const element = Symbol('element')
const isElement = (value: unknown): value is Element =>
  value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype

const comparisons: Record<string, (a: never, b: never) => boolean> = {
  _contains: (a: string, b: string) => (a ?? '').toLowerCase().includes(b.toLowerCase()),
  _lessThan: (a: Date, b: Date) => Number(a) < Number(b),
  _greaterThanEquals: (a: Date, b: Date) => Number(a) >= Number(b),
}

function fits(one: Element, filter: Element): boolean {
  return Object.entries(filter).every(([name, wanted]) => {
    if (name === '_and') return (wanted as Element[]).every((part) => fits(one, part))
    if (name === '_or') return (wanted as Element[]).some((part) => fits(one, part))
    if (wanted === null || typeof wanted !== 'object') return one[name] === wanted
    return Object.entries(wanted).every(([comparison, value]) => {
      const compare = comparisons[comparison]
      if (compare === undefined) throw new Error(`the stand-in does not know ${comparison}`)
      return compare(one[name] as never, value as never)
    })
  })
}

/** One object of an application; undefined stands for one that is not there, which is found out when it is asked something. */
function specifier(one: Element | undefined): unknown {
  return new Proxy((): unknown => specifier(one), {
    get(_, name) {
      if (name === element) return one
      if (name === 'exists') return () => one !== undefined
      if (one === undefined) throw noObject()
      if (name === 'send') return () => Boolean(Object.assign(one, { sent: true }))
      if (name === 'play') return () => void Object.assign(one, { played: true })
      if (name === 'close') return () => remove(one, state.applications)
      const value = one[String(name)]
      if (Array.isArray(value) && value.every(isElement)) return collection(value)
      return isElement(value) ? specifier(value) : () => value ?? null
    },
    set(_, name, value) {
      if (one === undefined) throw noObject()
      one[String(name)] = (value as { [element]?: Element } | null)?.[element] ?? value
      return true
    },
  })
}

function collection(items: Element[]): unknown {
  return new Proxy(() => items.map(specifier), {
    get(_, name) {
      const key = String(name)
      if (key === 'length') return items.length
      if (key === 'whose') return (filter: Element) => collection(items.filter((one) => fits(one, filter)))
      if (key === 'byId') return (id: unknown) => specifier(items.find((one) => one['id'] === id))
      if (key === 'byName') return (wanted: unknown) => specifier(items.find((one) => one['name'] === wanted))
      if (key === 'push') return (added: never) => items.push(added[element] as Element)
      if (/^\d+$/.test(key)) return specifier(items[Number(key)])
      return () => items.map((one) => one[key] ?? null)
    },
  })
}

function remove(gone: Element | undefined, within: unknown): boolean {
  if (gone === undefined) throw noObject()
  if (Array.isArray(within) && within.includes(gone)) {
    within.splice(within.indexOf(gone), 1)
    return true
  }
  return within !== null && typeof within === 'object' && Object.values(within).some((inner) => remove(gone, inner))
}

function Application(bundleId: string): unknown {
  const root = state.applications[bundleId]
  if (root === undefined) throw new AppleEventError("Application can't be found.", -2700)
  // What an application offers across its containers.
  const every = (containers: string, items: string) =>
    ((root[containers] as Element[] | undefined) ?? []).flatMap((one) => one[items] as Element[])
  const whole: Element = {
    ...root,
    reminders: every('lists', 'reminders'),
    notes: every('folders', 'notes'),
    defaultList: (root['lists'] as Element[] | undefined)?.[0],
    defaultAccount: { defaultFolder: (root['folders'] as Element[] | undefined)?.[0] },
  }
  const commands: Record<string, (subject: never, options: never) => unknown> = {
    delete: (subject) => remove(subject[element], root),
    close: (subject) => remove(subject[element], root),
    send: (text, { to }: { to: Record<symbol, Element> }) => Object.assign(to[element] ?? {}, { received: text }),
    activate: () => null,
    save: () => null,
    duplicate(subject: Held, { to }: { to: Held }) {
      const list = to[element]
      if (list === undefined) throw noObject()
      const copy = { ...subject[element] }
      list['tracks'] = [...((list['tracks'] as Element[]) ?? []), copy]
      return specifier(copy)
    },
    ...(bundleId === 'com.apple.finder' ? finderCommands(root) : {}),
    ...(bundleId === 'com.apple.Music' ? { search: (_: never, query: { for: string }) => found(root, query.for) } : {}),
    ...(bundleId === 'com.apple.systemevents' ? keyboard(root) : {}),
  }
  return new Proxy(specifier(whole) as object, {
    get(target, name) {
      const key = String(name)
      if (commands[key] !== undefined) return commands[key]
      if (/^[A-Z]/.test(key)) {
        return (properties: Element) => {
          state.made = (state.made ?? 0) + 1
          const id = key === 'OutgoingMessage' ? state.made : `${key}-${state.made}`
          const fresh = {
            id,
            uid: id,
            completed: false,
            reminders: [],
            toRecipients: [],
            phones: [],
            emails: [],
            ...properties,
          }
          return specifier(fresh)
        }
      }
      return Reflect.get(target, name)
    },
  })
}

type Held = { [element]?: Element }
type Commands = Record<string, (subject: never, options: never) => unknown>

function finderCommands(root: Element): Commands {
  const items = (root['trash'] as { items: Element[] } | undefined)?.items ?? []
  return {
    delete({ path: file }: { path: string }) {
      const item = { url: `file:///home-of-me/.Trash/${encodeURIComponent(path.basename(file))}` }
      items.push(item)
      return specifier(item)
    },
    move({ path: file }: { path: string }, { to, replacing }: { to: { path: string }; replacing: boolean }) {
      const moved = { name: path.basename(file), from: file, to: to.path, replacing }
      root['moved'] = [...((root['moved'] as Element[]) ?? []), moved]
      return specifier(moved)
    },
    empty: () => void items.splice(0),
    eject(disk: Held) {
      if (disk[element]?.['busy'] !== true) remove(disk[element], root)
    },
  }
}

function found(root: Element, words: string): unknown[] {
  const holds = (track: Element) => words.split(' ').every((word) => JSON.stringify(track).toLowerCase().includes(word))
  return ((root['tracks'] as Element[] | undefined) ?? []).filter(holds).map(specifier)
}

/** What was pressed and commanded, one after the other. */
function keyboard(root: Element): Commands {
  const names = ['keyCode', 'keystroke', 'restart', 'shutDown', 'logOut']
  const note = (name: string) => (what: unknown, how: unknown) => {
    const noted = [name, what, how].filter((part) => part !== undefined)
    root['pressed'] = [...((root['pressed'] as unknown[]) ?? []), JSON.stringify(noted)]
  }
  return Object.fromEntries(names.map((name) => [name, note(name)]))
}

function screens(): unknown {
  const all = state.screens ?? [[0, 0, 1440, 900, 0]]
  const objectAtIndex = (index: number) => {
    const [x, y, width, height, bar] = all[index] ?? [0, 0, 0, 0, 0]
    const origin = { x, y }
    return {
      frame: { origin, size: { width, height } },
      visibleFrame: { origin, size: { width, height: height - bar } },
    }
  }
  return { count: all.length, objectAtIndex }
}

function scriptNamed(text: string): string | undefined {
  const scripts = path.resolve(import.meta.dirname, '../../../../src/tools/platform/macos/scripts')
  const file = fs.readdirSync(scripts).find((name) => fs.readFileSync(path.join(scripts, name), 'utf8') === text)
  return file?.replace(/\.\w+$/, '')
}

function fail(text: string): never {
  fs.writeSync(2, `execution error: ${text}\n`)
  process.exit(1)
}

const { error } = state
if (error !== undefined) {
  if (!error.always) delete state.error
  fs.writeFileSync(stateFile, JSON.stringify(stored(state)))
  fail(error.text)
}
if (argv[0] === '-') {
  fs.writeSync(1, `${state.printed?.[scriptNamed(source) ?? ''] ?? ''}\n`)
  process.exit(0)
}
try {
  const script = argv.slice(argv.indexOf('-') + 1)
  const context = vm.createContext({
    Application,
    ObjC: { import() {} },
    $: { NSScreen: { screens: screens() } },
    Path: (file: string) => ({ path: file }),
  })
  vm.runInContext(source, context)
  const printed = vm.runInContext(`run(${JSON.stringify(script)})`, context) as string
  fs.writeFileSync(stateFile, JSON.stringify(stored(state)))
  fs.writeSync(1, `${state.answer ?? printed}\n`)
} catch (thrown) {
  const { name, message, errorNumber = -2700 } = thrown as AppleEventError
  fail(`Error: ${name}: ${message} (${errorNumber})`)
}
