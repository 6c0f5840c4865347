import path from 'node:path'
import { importsOf, withoutComments } from './source-files.ts'

const rooms = ['audio', 'tts', 'memory', 'tools', 'models', 'learning', 'agent']

const isPort = (room: string, rest: string) => rest === 'ports.ts' || (room === 'tools' && rest === 'tool.ts')

function forbiddenTarget(file: string, target: string): string | undefined {
  const [, from = ''] = file.split('/')
  const [top, to = '', ...rest] = target.split('/')
  if (top === 'test') return 'src never imports from test'
  if (from === 'app') return undefined
  if (top !== 'src') return `${from} stays inside src`
  if (to === from || to === 'core') return undefined
  if (from === 'core') return 'core imports nothing from its siblings'
  if (rooms.includes(from) && rooms.includes(to) && isPort(to, rest.join('/'))) return undefined
  return `${from} may import of ${to} only its ports.ts${to === 'tools' ? ' and tool.ts' : ''}`
}

function forbiddenPackage(file: string, name: string): string | undefined {
  const bare = name.replace(/^node:/, '').split('/')[0]
  if ((bare === 'electron' || bare === 'menubar') && !file.startsWith('src/app/electron/')) {
    return 'only app/electron imports electron'
  }
  if (file.startsWith('src/app/panel/') && name.startsWith('node:')) return 'the panel runs in a browser'
  return undefined
}

/**
 * What a file in src imports against the rule of the rooms (CONTRIBUTING.md), one sentence each.
 * @param file path from the root, with `/`
 */
export function forbiddenImports(file: string, source: string): string[] {
  const broken = importsOf(source).flatMap((name) => {
    const relative = name.startsWith('.')
    const target = path.posix.join(path.posix.dirname(file), name)
    const reason = relative ? forbiddenTarget(file, target) : forbiddenPackage(file, name)
    return reason === undefined ? [] : [`${file} imports ${name}: ${reason}`]
  })
  // Not an import, but the same kind of border: scripting the Mac's applications happens in one place.
  if (!file.startsWith('src/tools/platform/macos/') && /['"`/]osascript\b/.test(withoutComments(source))) {
    broken.push(`${file} names osascript: only tools/platform/macos starts it`)
  }
  return broken
}
