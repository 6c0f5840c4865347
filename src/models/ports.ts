/** A model whose files lie verified on disk. */
export interface InstalledModel {
  id: string
  folder: string
  /** Absolute paths by role, for example { encoder, decoder, tokens }. */
  files: Record<string, string>
}

export interface DownloadProgress {
  id: string
  receivedBytes: number
  totalBytes: number
  phase: 'download' | 'verify' | 'convert' | 'done'
}

/** Catalogue plus disk. Errors: `model-unknown`, `model-missing`, `model-corrupted` (kind missing, with the command that mends it). */
export interface ModelStore {
  /** The verified files of a model that is already there; throws `model-missing` or `model-corrupted`, never downloads. */
  locate(id: string): InstalledModel
  /** Ids of the starter set on this machine. */
  starterSet(): string[]
}
