/** One application as a .desktop file describes it (freedesktop.org Desktop Entry Specification 1.5). */
export interface DesktopEntry {
  /** File id, for example `org.gnome.Calculator.desktop`. */
  id: string
  file: string
  name: string
  categories: string[]
  /** Raw value of Exec, after the general escapes of strings. */
  exec: string
  /** Must be found for the entry to count as installed. */
  tryExec?: string
  workingFolder?: string
  icon?: string
  terminal: boolean
  /** Not to be shown among applications (NoDisplay or Hidden). */
  hidden: boolean
}

const escapes: Record<string, string> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' }

/** The escapes that every string value may hold; an unknown one stays as written. */
function unescapeString(value: string): string {
  return value.replace(/\\(.)/g, (whole, letter: string) => escapes[letter] ?? whole)
}

function splitList(value: string): string[] {
  return value
    .split(/(?<!\\);/)
    .map((item) => unescapeString(item.replaceAll('\\;', ';')).trim())
    .filter((item) => item !== '')
}

/** Reads the [Desktop Entry] group; undefined when it is no application that could be started. */
export function parseDesktopEntry(text: string, id: string, file: string): DesktopEntry | undefined {
  const values = new Map<string, string>()
  let group = ''
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    if (line.startsWith('[')) group = line
    const at = line.indexOf('=')
    if (group !== '[Desktop Entry]' || at < 1) continue
    const key = line.slice(0, at).trimEnd()
    if (!values.has(key)) values.set(key, line.slice(at + 1).trimStart())
  }
  const read = (key: string) => {
    const value = values.get(key)
    return value === undefined || value === '' ? undefined : unescapeString(value)
  }
  const name = read('Name')
  const exec = read('Exec')
  if (values.get('Type') !== 'Application' || name === undefined || exec === undefined) return undefined
  const tryExec = read('TryExec')
  const workingFolder = read('Path')
  const icon = read('Icon')
  return {
    id,
    file,
    name,
    exec,
    categories: splitList(values.get('Categories') ?? ''),
    terminal: values.get('Terminal') === 'true',
    hidden: values.get('NoDisplay') === 'true' || values.get('Hidden') === 'true',
    ...(tryExec === undefined ? {} : { tryExec }),
    ...(workingFolder === undefined ? {} : { workingFolder }),
    ...(icon === undefined ? {} : { icon }),
  }
}
