import type { MachinePorts } from './machine-port.ts'
import type { PersonalPorts } from './personal-port.ts'

/** An application as the index knows it. */
export interface ApplicationReference {
  /** Canonical name, for example "Visual Studio Code". */
  name: string
  /** macOS bundle identifier, where known. */
  bundleId?: string
  /** How the platform itself identifies an installed one: a desktop entry id on Linux, a path of an .app on macOS. */
  installedId?: string
  /** Desktop entry ids that are this application on Linux, most likely first. */
  desktopIds?: readonly string[]
}

export interface InstalledApplication {
  /** Name as the system shows it. */
  name: string
  installedId: string
}

export interface ApplicationsPort {
  /** Opens it or brings it to the front. `alreadyRunning` is absent when it cannot be known. */
  open(application: ApplicationReference, signal: AbortSignal): Promise<{ alreadyRunning?: boolean }>
  /** Asks it to end, and answers when it has. Errors: `still-running`, `app-not-installed`. */
  quit(application: ApplicationReference, signal: AbortSignal): Promise<{ wasRunning: boolean }>
  /** Names of the running applications that have a window or a menu. */
  list(signal: AbortSignal): Promise<string[]>
  /** The application in front; undefined when none is. */
  front(signal: AbortSignal): Promise<{ name: string; bundleId?: string } | undefined>
  /** How many documents would be lost; undefined when it cannot be known. Reads only. */
  unsavedDocuments(application: ApplicationReference, signal: AbortSignal): Promise<number | undefined>
  /** What is installed, for the index of names. */
  installed(signal: AbortSignal): Promise<InstalledApplication[]>
}

export type FileKind =
  | 'document'
  | 'pdf'
  | 'image'
  | 'video'
  | 'audio'
  | 'presentation'
  | 'spreadsheet'
  | 'folder'
  | 'archive'
  | 'code'
  | 'text'

export interface FileSearch {
  /** Lower-case words of letters and digits; each must be in the name, or in the content where the platform indexes it. */
  words: readonly string[]
  kind?: FileKind
  /** Last change within [from, to). */
  modified?: { from: Date; to: Date }
  /** Newest use first, for "recent files"; otherwise in any order. */
  byRecentUse?: boolean
}

export interface FileMatch {
  path: string
  modifiedAt?: Date
  folder?: boolean
}

export interface FilesPort {
  /** `complete` is false when a limit ended the search before everything was looked at. Errors: `timed-out`. */
  find(search: FileSearch, signal: AbortSignal): Promise<{ matches: FileMatch[]; complete: boolean }>
  /** Resolves links; `executable` when opening it would run something. Errors: `file-not-found`. */
  inspect(path: string): Promise<{ path: string; folder: boolean; executable: boolean }>
  /** Opens it with the application the system has for it. */
  open(path: string, signal: AbortSignal): Promise<void>
}

export interface WebPort {
  /** @param url already checked to be http or https */
  open(url: string, signal: AbortSignal): Promise<void>
}

/** Levels are 0 to 100; undefined where the machine does not tell. */
export interface SoundPort {
  /** Sets a level, or moves it by percent points, in one step. */
  setVolume(
    change: { level: number } | { delta: number },
    signal: AbortSignal,
  ): Promise<{ before: number | undefined; after: number | undefined }>
  setMuted(muted: boolean, signal: AbortSignal): Promise<{ before: boolean | undefined }>
}

export type RepeatMode = 'one' | 'all' | 'off'
export type MediaCommand =
  | 'play'
  | 'pause'
  | 'next'
  | 'previous'
  | 'shuffle-on'
  | 'shuffle-off'
  | `repeat-${RepeatMode}`

export interface NowPlaying {
  player: string
  state: 'playing' | 'paused' | 'stopped'
  title?: string
  artist?: string
  album?: string
}

export interface MediaPort {
  /** @param player "Music", "Spotify"...; the one that plays when absent. Errors: `no-player`. */
  command(command: MediaCommand, player: string | undefined, signal: AbortSignal): Promise<{ player?: string }>
  /** Undefined when no player runs. */
  nowPlaying(player: string | undefined, signal: AbortSignal): Promise<NowPlaying | undefined>
}

export type Battery =
  | { state: 'none' }
  | { state: 'unknown' }
  | { state: 'charging' | 'discharging' | 'full'; percent: number; minutesLeft?: number }

export interface SystemPort {
  /** How many programs record sound at this moment, SAM's own page among them; undefined where the machine does not tell. */
  microphoneUsers(signal: AbortSignal): Promise<number | undefined>
  battery(signal: AbortSignal): Promise<Battery>
}

export type PlatformKind = 'macos' | 'linux' | 'recording'

/** The machine, as far as SAM may touch it. One folder for each implementation. */
export interface Platform extends PersonalPorts, MachinePorts {
  readonly kind: PlatformKind
  readonly applications: ApplicationsPort
  readonly files: FilesPort
  readonly web: WebPort
  readonly sound: SoundPort
  readonly media: MediaPort
  readonly system: SystemPort
}
