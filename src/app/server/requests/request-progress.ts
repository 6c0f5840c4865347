/** How far a long request is, in bytes that were read, or in pieces of the phase that it names. */
export interface RequestProgress {
  done: number
  total: number
  /** For example `judging`: conversations are told apart by what they are for. */
  phase?: string
}
