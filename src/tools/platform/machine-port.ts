import type { ApplicationReference } from './port.ts'

/** An application as a whole. Errors: `app-not-installed`, `app-not-running`. */
export interface ApplicationControlPort {
  setHidden(application: ApplicationReference, hidden: boolean, signal: AbortSignal): Promise<void>
  /** Ends it at once, without asking it; answers how many processes that were. */
  kill(application: ApplicationReference, signal: AbortSignal): Promise<{ processes: number }>
}

/**
 * Changes of files. Paths are absolute. Nothing is ever overwritten: a target that exists, even one that appeared meanwhile,
 * is the error `target-exists`. Other errors: `file-not-found`, `not-permitted`, `disk-full`, `file-busy`.
 */
export interface FileChangesPort {
  /** The user's own folder. */
  readonly home: string
  /** The same place with links in its folder resolved; a link itself stays a link. */
  locate(file: string): Promise<{ path: string; folder: boolean }>
  move(from: string, to: string, signal: AbortSignal): Promise<void>
  copy(from: string, to: string, signal: AbortSignal): Promise<void>
  createFolder(folder: string): Promise<void>
  /** Errors: `folder-not-empty`. */
  removeEmptyFolder(folder: string): Promise<void>
  /** Where it lies now, when the system tells. */
  trash(file: string, signal: AbortSignal): Promise<{ trashed?: string }>
  restore(trashed: string, original: string, signal: AbortSignal): Promise<void>
  countTrash(signal: AbortSignal): Promise<number>
  emptyTrash(signal: AbortSignal): Promise<void>
  /** Shows it in its folder, selected. */
  reveal(file: string, signal: AbortSignal): Promise<void>
  /** What is selected in the file manager. */
  selection(signal: AbortSignal): Promise<string[]>
}

export interface WindowFacts {
  app: string
  title: string
  /** Absent where the system does not tell. */
  minimized?: boolean
}

/** Points from the top left corner of the main screen. */
export interface WindowFrame {
  x: number
  y: number
  width: number
  height: number
}

export const windowPlaces = [
  'left',
  'right',
  'top',
  'bottom',
  'top-left',
  'top-right',
  'bottom-left',
  'bottom-right',
  'center',
  'maximized',
] as const
export type WindowPlace = (typeof windowPlaces)[number]

/** The front window of an application, of the one in front when none is named. Errors: `no-window`, `app-not-running`. */
export interface WindowsPort {
  list(application: ApplicationReference | undefined, signal: AbortSignal): Promise<WindowFacts[]>
  move(
    application: ApplicationReference | undefined,
    to: WindowPlace | WindowFrame,
    signal: AbortSignal,
  ): Promise<{ before?: WindowFrame }>
  setFullScreen(
    application: ApplicationReference | undefined,
    fullScreen: boolean,
    signal: AbortSignal,
  ): Promise<{ before?: boolean }>
  setMinimized(application: ApplicationReference | undefined, minimized: boolean, signal: AbortSignal): Promise<void>
  /**
   * Takes every window out of sight, or all but those of the application in front.
   * @returns what `showAgain` brings back: identifiers of the platform's own
   */
  hideAll(scope: { exceptFront: boolean }, signal: AbortSignal): Promise<{ hidden: string[] }>
  /** What has gone meanwhile is passed over. */
  showAgain(hidden: readonly string[], signal: AbortSignal): Promise<void>
}

export interface AudioDevicesPort {
  /** Of the microphone, 0 to 100; undefined where the machine does not tell. */
  setInputLevel(
    change: { level: number } | { delta: number },
    signal: AbortSignal,
  ): Promise<{ before: number | undefined; after: number | undefined }>
  /** Chooses by words of its name. Errors: `device-not-found` (it lists what there is), `program-missing`. */
  setOutput(name: string, signal: AbortSignal): Promise<{ before?: string; after: string }>
}

export interface DisplayPort {
  /** Levels are 0 to 100; undefined where the machine does not tell. */
  setBrightness(
    change: { level: number } | { delta: number },
    signal: AbortSignal,
  ): Promise<{ before: number | undefined; after: number | undefined }>
  setDarkMode(dark: boolean, signal: AbortSignal): Promise<{ before: boolean | undefined }>
}

export interface FocusPort {
  /** `before` is absent where the state cannot be read. Errors: `shortcut-missing`. */
  set(focus: { enabled: boolean; name?: string }, signal: AbortSignal): Promise<{ before?: boolean; known: boolean }>
}

export interface Track {
  title: string
  artist?: string
  album?: string
}

export interface MusicLibraryPort {
  search(query: string, player: string | undefined, signal: AbortSignal): Promise<{ tracks: Track[]; player: string }>
  /** Plays what fits best; `shown` when the player only let its search be opened. Errors: `nothing-to-play`, `no-player`. */
  play(
    query: string,
    player: string | undefined,
    signal: AbortSignal,
  ): Promise<{ player?: string; playing?: string; shown?: true }>
  /**
   * Marks what plays, or the track of that identifier, as a favourite, or no longer. Errors: `nothing-plays`, `not-supported`,
   * `not-found`.
   */
  favorite(
    track: { enabled: boolean; id?: string },
    player: string | undefined,
    signal: AbortSignal,
  ): Promise<{ id: string; title: string; before: boolean }>
  /**
   * Puts what plays on one of the user's own playlists. Errors: `nothing-plays`, `not-supported`, `playlist-missing`,
   * `playlist-ambiguous`.
   */
  addToPlaylist(
    playlist: string,
    player: string | undefined,
    signal: AbortSignal,
  ): Promise<{ id: string; title: string; playlist: string }>
  /** Takes the last such track off the playlist again. Errors: `not-found`. */
  takeFromPlaylist(playlist: string, id: string, signal: AbortSignal): Promise<void>
}

/** One tab; `window` and `index` are the browser's own numbers. */
export interface BrowserTab {
  browser: string
  window: string
  index: number
  title: string
  url: string
  current: boolean
}

export interface WantedTab {
  browser?: string
  /** Words of its title or address. */
  query?: string
  /** 1 is the leftmost. */
  position?: number
}

/** Errors: `no-browser`, `no-tab`, `browser-setting-missing`. */
export interface BrowserPort {
  /** The current tab when neither words nor a position are given. Errors: `tab-ambiguous`. */
  find(wanted: WantedTab, signal: AbortSignal): Promise<BrowserTab>
  /** @param browser by name; the one in front, else one that runs, when absent */
  tabs(browser: string | undefined, signal: AbortSignal): Promise<BrowserTab[]>
  /** Errors: `tab-changed` when another page is there by now. */
  switchTo(tab: BrowserTab, signal: AbortSignal): Promise<void>
  close(tab: BrowserTab, signal: AbortSignal): Promise<void>
  /** Visible text of the current tab, cut after some ten thousand letters. */
  pageText(browser: string | undefined, signal: AbortSignal): Promise<{ title: string; url: string; text: string }>
}

export interface ClipboardPort {
  /** Empty when it holds no text. */
  read(signal: AbortSignal): Promise<string>
  write(text: string, signal: AbortSignal): Promise<void>
  /** As if the user pressed the keys for it. */
  paste(signal: AbortSignal): Promise<void>
}

/** Keys that mean the same in most applications. */
export const keyNames = [
  'new-tab',
  'reopen-tab',
  'next-tab',
  'previous-tab',
  'new-window',
  'reload',
  'back',
  'forward',
  'zoom-in',
  'zoom-out',
  'actual-size',
  'page-up',
  'page-down',
  'line-up',
  'line-down',
  'top',
  'bottom',
  'left',
  'right',
  'select-all',
  'copy',
  'cut',
  'redo',
  'save',
  'print',
  'escape',
] as const
export type KeyName = (typeof keyNames)[number]

export interface KeyboardPort {
  /** As if the user pressed the keys for it, so often, in the application in front. */
  press(key: KeyName, times: number, signal: AbortSignal): Promise<void>
}

/** Disks that can be taken out: cards, sticks, outer disks, images. */
export interface DisksPort {
  /** Their names. */
  ejectable(signal: AbortSignal): Promise<string[]>
  /** @param name exactly as it is called. Errors: `disk-in-use` */
  eject(name: string, signal: AbortSignal): Promise<void>
}

export type CaptureKind = 'screen' | 'window' | 'selection'

export interface ScreenPort {
  /** Writes a PNG to a path that does not exist yet. With `window` and `selection` the user points. */
  capture(kind: CaptureKind, file: string, signal: AbortSignal): Promise<void>
}

export interface ShortcutsPort {
  list(signal: AbortSignal): Promise<string[]>
  /** Its exact name. Errors: `shortcut-missing`, `shortcut-ambiguous`. */
  resolve(spoken: string, signal: AbortSignal): Promise<string>
  /** @param name exactly as it is called. Answers what it printed. */
  run(name: string, signal: AbortSignal): Promise<{ text: string }>
}

export interface MachineFacts {
  /** "macOS 26.1", "Ubuntu 26.04". */
  system: string
  model?: string
  processor?: string
  memoryBytes: number
  uptimeSeconds: number
}

export interface DiskSpace {
  name: string
  totalBytes: number
  freeBytes: number
}

export interface BusyProcess {
  name: string
  id: number
  /** Percent of one processor core. */
  processorPercent: number
  memoryBytes: number
}

export interface NetworkFacts {
  online: boolean
  /** "Wi-Fi", "Ethernet" or the name of the interface. */
  via?: string
  address?: string
  /** Name of the Wi-Fi; absent where the system keeps it to itself. */
  wifiName?: string
}

/** Reads only, and never the network itself. */
export interface MachinePort {
  facts(signal: AbortSignal): Promise<MachineFacts>
  /** The disk of the user's own folder first. */
  disks(signal: AbortSignal): Promise<DiskSpace[]>
  processes(signal: AbortSignal): Promise<BusyProcess[]>
  network(signal: AbortSignal): Promise<NetworkFacts>
}

/** `before` is undefined where the machine does not tell. Errors: `program-missing`, `no-device`. */
export interface RadiosPort {
  setWifi(on: boolean, signal: AbortSignal): Promise<{ before: boolean | undefined }>
  setBluetooth(on: boolean, signal: AbortSignal): Promise<{ before: boolean | undefined }>
}

export type PowerCommand = 'sleep' | 'display-sleep' | 'lock' | 'restart' | 'shut-down' | 'log-out'

export interface PowerPort {
  command(command: PowerCommand, signal: AbortSignal): Promise<void>
  /** Goes on when SAM ends. */
  keepAwake(seconds: number, signal: AbortSignal): Promise<{ processId: number }>
  /** False when it had ended already. */
  letSleep(processId: number, signal: AbortSignal): Promise<boolean>
}

export interface ShellResult {
  exitCode: number
  /** What it printed, both streams. */
  output: string
  /** It printed more than the limit and was ended there. */
  cut: boolean
}

/** Programs inside a sandbox: no network, writing only in a scratch folder. */
export interface ShellPort {
  /** Where the program may write, and works. Error `sandbox-missing` where this machine has no sandbox that holds. */
  ready(signal: AbortSignal): Promise<{ scratch: string }>
  /** Errors: `sandbox-missing`, `program-missing`, `timed-out`, `cancelled`. */
  run(argv: readonly string[], signal: AbortSignal): Promise<ShellResult>
}

/** The parts of the machine beyond the first ones; fields of `Platform`. */
export interface MachinePorts {
  readonly applicationControl: ApplicationControlPort
  readonly fileChanges: FileChangesPort
  readonly windows: WindowsPort
  readonly audioDevices: AudioDevicesPort
  readonly display: DisplayPort
  readonly focus: FocusPort
  readonly musicLibrary: MusicLibraryPort
  readonly browser: BrowserPort
  readonly clipboard: ClipboardPort
  readonly keyboard: KeyboardPort
  readonly disks: DisksPort
  readonly screen: ScreenPort
  readonly shortcuts: ShortcutsPort
  readonly machine: MachinePort
  readonly radios: RadiosPort
  readonly power: PowerPort
  readonly shell: ShellPort
}
