import type { Readable } from 'node:stream'
import type { RequestHandlers } from './requests/page-requests.ts'
import type { UploadAnswer, UploadPurpose } from './requests/upload-requests.ts'

export type ExportFormat = 'jsonl' | 'md'

/** All that the panel's server asks for the pages beside Talk. Implemented in the composition root. */
export interface PanelDesk {
  readonly handlers: RequestHandlers
  /**
   * Keeps a file of the page until it is used or discarded. Errors: `upload-too-large`, `upload-name`, `upload-failed`.
   * @param announcedBytes what the page says it sends
   */
  receive(
    upload: { name: string; purpose: UploadPurpose; announcedBytes: number },
    bytes: Readable,
  ): Promise<UploadAnswer>
  /** Everything that is remembered, piece by piece. */
  exportMemory(format: ExportFormat): Iterable<string>
}
