import path from 'node:path'
import type { MachinePorts } from './machine-port.ts'
import type { ApplicationReference } from './port.ts'

type RecordCall = (port: string, method: string, input: Record<string, unknown>) => void

const appOf = (application: ApplicationReference | undefined) =>
  application === undefined ? {} : { app: application.name }
const named = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value })

/** The rest of the recording platform. Looking something up to prepare an action is not recorded. */
export function createRecordingMachine(record: RecordCall): MachinePorts {
  return {
    applicationControl: {
      async setHidden(application, hidden) {
        record('apps', 'setHidden', { ...appOf(application), hidden })
      },
      async kill(application) {
        record('apps', 'kill', appOf(application))
        return { processes: 1 }
      },
    },
    fileChanges: {
      home: '/recorded',
      locate: async (file) => ({ path: path.normalize(file), folder: false }),
      async move(from, to) {
        record('files', 'move', { from, to })
      },
      async copy(from, to) {
        record('files', 'copy', { from, to })
      },
      async createFolder(folder) {
        record('files', 'createFolder', { path: folder })
      },
      async removeEmptyFolder(folder) {
        record('files', 'removeEmptyFolder', { path: folder })
      },
      async trash(file) {
        record('files', 'trash', { path: file })
        return { trashed: `/recorded/trash/${path.basename(file)}` }
      },
      async restore(trashed, original) {
        record('files', 'restore', { trashed, original })
      },
      countTrash: async () => 1,
      async emptyTrash() {
        record('files', 'emptyTrash', {})
      },
      async reveal(file) {
        record('files', 'reveal', { path: file })
      },
      async selection() {
        record('finder', 'selection', {})
        return []
      },
    },
    windows: {
      async list(application) {
        record('windows', 'list', appOf(application))
        return []
      },
      async move(application, to) {
        record('windows', 'move', { ...appOf(application), to })
        return {}
      },
      async setFullScreen(application, fullScreen) {
        record('windows', 'setFullScreen', { ...appOf(application), fullScreen })
        return {}
      },
      async setMinimized(application, minimized) {
        record('windows', 'setMinimized', { ...appOf(application), minimized })
      },
      async hideAll(scope) {
        record('windows', 'hideAll', { ...scope })
        return { hidden: [] }
      },
      async showAgain(hidden) {
        record('windows', 'showAgain', { hidden: [...hidden] })
      },
    },
    audioDevices: {
      async setInputLevel(change) {
        record('sound', 'setInputLevel', { ...change })
        return { before: undefined, after: undefined }
      },
      async setOutput(name) {
        record('sound', 'setOutput', { name })
        return { after: name }
      },
    },
    display: {
      async setBrightness(change) {
        record('display', 'setBrightness', { ...change })
        return { before: undefined, after: undefined }
      },
      async setDarkMode(dark) {
        record('display', 'setDarkMode', { dark })
        return { before: undefined }
      },
    },
    focus: {
      async set(focus) {
        record('focus', 'set', { ...focus })
        return { known: false }
      },
    },
    musicLibrary: {
      async search(query, player) {
        record('media', 'search', { query, ...named('player', player) })
        return { tracks: [], player: player ?? 'Music' }
      },
      async play(query, player) {
        record('media', 'play', { query, ...named('player', player) })
        return { player: player ?? 'Music' }
      },
      async favorite(track, player) {
        record('media', 'favorite', { ...track, ...named('player', player) })
        return { id: 'recorded', title: 'recorded', before: false }
      },
      async addToPlaylist(playlist, player) {
        record('media', 'addToPlaylist', { playlist, ...named('player', player) })
        return { id: 'recorded', title: 'recorded', playlist }
      },
      async takeFromPlaylist(playlist, id) {
        record('media', 'takeFromPlaylist', { playlist, id })
      },
    },
    browser: {
      async tabs(browser) {
        record('browser', 'tabs', named('browser', browser))
        return []
      },
      find: async ({ browser = 'Safari', query, position }) => {
        const title = query ?? 'recorded'
        return { browser, window: '1', index: position ?? 1, title, url: 'https://recorded.example/', current: true }
      },
      async switchTo({ browser, title, url }) {
        record('browser', 'switchTo', { browser, title, url })
      },
      async close({ browser, title, url }) {
        record('browser', 'close', { browser, title, url })
      },
      async pageText(browser) {
        record('browser', 'pageText', named('browser', browser))
        return { title: 'recorded', url: 'https://recorded.example/', text: '' }
      },
    },
    clipboard: {
      async read() {
        record('clipboard', 'read', {})
        return ''
      },
      async write(text) {
        record('clipboard', 'write', { text })
      },
      async paste() {
        record('clipboard', 'paste', {})
      },
    },
    keyboard: {
      async press(key, times) {
        record('keyboard', 'press', { key, times })
      },
    },
    disks: {
      ejectable: async () => ['Recorded'],
      async eject(name) {
        record('disks', 'eject', { name })
      },
    },
    screen: {
      async capture(kind, file) {
        record('screen', 'capture', { kind, path: file })
      },
    },
    shortcuts: {
      async list() {
        record('shortcuts', 'list', {})
        return []
      },
      resolve: async (spoken) => spoken,
      async run(name) {
        record('shortcuts', 'run', { name })
        return { text: '' }
      },
    },
    machine: {
      async facts() {
        record('system', 'info', {})
        return { system: 'recorded', memoryBytes: 0, uptimeSeconds: 0 }
      },
      async disks() {
        record('system', 'disk', {})
        return []
      },
      async processes() {
        record('system', 'processes', {})
        return []
      },
      async network() {
        record('system', 'network', {})
        return { online: false }
      },
    },
    radios: {
      async setWifi(on) {
        record('system', 'setWifi', { on })
        return { before: undefined }
      },
      async setBluetooth(on) {
        record('system', 'setBluetooth', { on })
        return { before: undefined }
      },
    },
    power: {
      async command(command) {
        record('power', command, {})
      },
      async keepAwake(seconds) {
        record('power', 'keepAwake', { seconds })
        return { processId: 0 }
      },
      async letSleep(processId) {
        record('power', 'letSleep', { processId })
        return true
      },
    },
    shell: {
      ready: async () => ({ scratch: '/recorded/scratch' }),
      async run(argv) {
        record('shell', 'run', { argv: [...argv] })
        return { exitCode: 0, output: '', cut: false }
      },
    },
  }
}
