import { SamError } from '../../../core/errors.ts'
import type { ApplicationControlPort, WindowFrame, WindowPlace, WindowsPort } from '../machine-port.ts'
import type { ApplicationReference } from '../port.ts'
import { partOfScreen } from '../window-places.ts'
import type { LinuxTools } from './linux-tools.ts'

const pager = ['wmctrl', 'Windows', 'wmctrl'] as const
const pointer = ['xdotool', 'Windows', 'xdotool'] as const

/** The processes of an application, as the applications port finds them. */
export type ProcessFinder = (application: ApplicationReference) => number[]

/** Windows of an X11 desktop, or of XWayland: wmctrl lists and moves, xdotool tells which is in front. */
export function createLinuxWindows(tools: LinuxTools, processesOf: ProcessFinder): WindowsPort {
  const wmctrl = (args: readonly string[], signal: AbortSignal) => {
    tools.first([pager[0]], pager[1], pager[2])
    return tools.read('wmctrl', args, 'The window manager', signal)
  }
  const xdotool = (args: readonly string[], signal: AbortSignal) => {
    tools.first([pointer[0]], pointer[1], pointer[2])
    return tools.run('xdotool', args, signal)
  }
  const listed = async (signal: AbortSignal) =>
    (await wmctrl(['-l', '-p', '-x'], signal)).split('\n').flatMap((line) => {
      const found = /^(0x[0-9a-f]+) +(-?\d+) +(\d+) +(\S+) +\S+ ?(.*)$/.exec(line)
      if (found === null) return []
      const [, id = '', , process = '', group = '', title = ''] = found
      return [{ id, process: Number(process), group: group.split('.').at(-1) ?? group, title }]
    })
  /** Of the application, or the one in front. */
  const choose = async (application: ApplicationReference | undefined, signal: AbortSignal): Promise<string> => {
    if (application === undefined) {
      const { exitCode, stdout } = await xdotool(['getactivewindow'], signal)
      if (exitCode !== 0) throw new SamError('no-window', 'No window is in front.')
      return `0x${Number(stdout.trim()).toString(16).padStart(8, '0')}`
    }
    const own = new Set(processesOf(application))
    const found = (await listed(signal)).filter(({ process }) => own.has(process)).at(-1)
    if (found === undefined) throw new SamError('no-window', `${application.name} has no window.`)
    return found.id
  }
  const frameOf = async (id: string, signal: AbortSignal): Promise<WindowFrame> => {
    const { stdout } = await xdotool(['getwindowgeometry', '--shell', id], signal)
    const value = (name: string) => Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(stdout)?.[1] ?? 0)
    return { x: value('X'), y: value('Y'), width: value('WIDTH'), height: value('HEIGHT') }
  }
  /** Undefined where nothing on this machine tells. */
  const isIn = async (state: 'FULLSCREEN' | 'HIDDEN', id: string, signal: AbortSignal) => {
    if (tools.find('xprop') === undefined) return undefined
    const { stdout } = await tools.run('xprop', ['-id', id, '_NET_WM_STATE'], signal)
    return stdout.includes(`_NET_WM_STATE_${state}`)
  }
  const workArea = async (signal: AbortSignal): Promise<WindowFrame> => {
    const current = (await wmctrl(['-d'], signal)).split('\n').find((line) => / \* /.test(line)) ?? ''
    const [, x, y, width, height] = /WA: (\d+),(\d+) (\d+)x(\d+)/.exec(current) ?? []
    if (height !== undefined) return { x: Number(x), y: Number(y), width: Number(width), height: Number(height) }
    const [wide, high] = (await xdotool(['getdisplaygeometry'], signal)).stdout.trim().split(' ').map(Number)
    return { x: 0, y: 0, width: wide ?? 0, height: high ?? 0 }
  }
  const placed = async (to: WindowPlace, now: WindowFrame, signal: AbortSignal): Promise<WindowFrame> => {
    const area = await workArea(signal)
    const part = partOfScreen(to)
    if (part === 'center') {
      const x = area.x + Math.round((area.width - now.width) / 2)
      return { ...now, x, y: area.y + Math.round((area.height - now.height) / 2) }
    }
    const [left, top, width, height] = part
    return {
      x: area.x + Math.round(area.width * left),
      y: area.y + Math.round(area.height * top),
      width: Math.round(area.width * width),
      height: Math.round(area.height * height),
    }
  }
  return {
    async list(application, signal) {
      const own = application === undefined ? undefined : new Set(processesOf(application))
      const found = (await listed(signal)).filter(({ process }) => own === undefined || own.has(process))
      return found.map(({ group, title }) => ({ app: group, title }))
    },
    async move(application, to, signal) {
      const id = await choose(application, signal)
      const before = await frameOf(id, signal)
      const { x, y, width, height } = typeof to === 'object' ? to : await placed(to, before, signal)
      await wmctrl(['-i', '-r', id, '-b', 'remove,maximized_vert,maximized_horz'], signal)
      await wmctrl(['-i', '-r', id, '-e', `0,${x},${y},${width},${height}`], signal)
      return { before }
    },
    async setFullScreen(application, fullScreen, signal) {
      const id = await choose(application, signal)
      const before = await isIn('FULLSCREEN', id, signal)
      await wmctrl(['-i', '-r', id, '-b', `${fullScreen ? 'add' : 'remove'},fullscreen`], signal)
      return before === undefined ? {} : { before }
    },
    async setMinimized(application, minimized, signal) {
      const id = await choose(application, signal)
      const args = minimized ? ['windowminimize', id] : ['windowmap', id, 'windowactivate', id]
      const result = await xdotool(args, signal)
      if (result.exitCode !== 0) throw new SamError('no-window', 'That window does not let itself be changed.')
    },
    async hideAll({ exceptFront }, signal) {
      const all = await listed(signal)
      const front = exceptFront ? await choose(undefined, signal) : undefined
      const owner = all.find(({ id }) => id === front)?.process
      const hidden: string[] = []
      for (const { id, process } of all) {
        // What the user had minimised stays so when this is undone.
        if (id === front || process === owner || (await isIn('HIDDEN', id, signal)) === true) continue
        await xdotool(['windowminimize', id], signal)
        hidden.push(id)
      }
      return { hidden }
    },
    async showAgain(hidden, signal) {
      for (const id of hidden) await xdotool(['windowmap', id], signal)
    },
  }
}

export function createLinuxApplicationControl(
  windows: WindowsPort,
  processesOf: ProcessFinder,
): ApplicationControlPort {
  return {
    setHidden: (application, hidden, signal) => windows.setMinimized(application, hidden, signal),
    async kill(application) {
      const ids = processesOf(application)
      for (const id of ids) {
        try {
          process.kill(id, 'SIGKILL')
        } catch (cause) {
          if ((cause as NodeJS.ErrnoException).code === 'ESRCH') continue
          throw new SamError('not-permitted', `I may not end ${application.name}.`, { cause })
        }
      }
      return { processes: ids.length }
    },
  }
}
