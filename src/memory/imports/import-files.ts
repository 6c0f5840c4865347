import { type SamError, toSamError } from '../../core/errors.ts'
import type { ImportCount } from './import-count.ts'
import type { Quarantine } from './quarantine.ts'
import type { DamageReason, Intake } from './read/intake.ts'
import type { ByteSource } from './sources/byte-source.ts'
import { type FoundSources, findSources, type SourceChoice } from './sources/find-sources.ts'

export interface ImportProgress {
  /** The file that is being read. */
  name: string
  readBytes: number
  totalBytes: number
}

/** What the import of one place needs, whatever is imported. */
export interface ImportTask {
  /** A file, a folder or a zip file. */
  place: string
  quarantine: Quarantine
  count: ImportCount
  signal: AbortSignal
  onProgress(progress: ImportProgress): void
}

/**
 * Reads the files of one place one after the other. One that breaks off does not take the others with it.
 *
 * @returns files that could not be read to their end, or are not there, with the reason
 * @throws SamError `import-not-found`, `import-empty`, `archive-invalid`, `database-*`; the signal's reason
 */
export async function eachSource(
  task: ImportTask,
  choice: SourceChoice,
  read: (source: ByteSource, onBytes: (bytes: number) => void) => Promise<void>,
): Promise<SamError[]> {
  const { place, signal } = task
  const found: FoundSources = await findSources(place, choice, signal)
  const failures = [...found.passedOver]
  const progress = { readBytes: 0, totalBytes: found.sources.reduce((sum, { bytes }) => sum + bytes, 0) }
  try {
    for (const source of found.sources) {
      const fileEnd = progress.readBytes + source.bytes
      try {
        await read(source, (bytes) => {
          signal.throwIfAborted()
          progress.readBytes += bytes
          task.onProgress({ name: source.name, ...progress })
        })
      } catch (error) {
        signal.throwIfAborted()
        const failure = toSamError(error)
        if (/^(?:database-|unexpected)/.test(failure.code)) throw failure
        failures.push(failure)
      }
      progress.readBytes = fileEnd
    }
  } finally {
    found.close()
  }
  return failures
}

interface DamageIntake extends Omit<Intake<never>, 'take'> {
  setAside(reason: string, bytes: Buffer): void
}

/** The part of an intake that keeps and counts what cannot be read. */
export function quarantineIntake({ quarantine, count }: ImportTask, source: ByteSource): DamageIntake {
  return {
    setAside(reason, bytes) {
      quarantine.setAside(source.name, reason, bytes)
      count.quarantine()
    },
    spill(reason) {
      const spill = quarantine.spill(source.name, reason)
      return {
        write: spill.write,
        end(damage?: DamageReason) {
          spill.end()
          // A value with a long text is imported without it.
          if (reason !== 'long-text' || damage !== undefined) count.quarantine()
        },
      }
    },
  }
}
