import type { SamError } from '../../core/errors.ts'
import type { Category } from '../categories/category.ts'
import { NotAConversation } from './conversation.ts'
import { parseTrainingExample, type TrainingExample } from './formats/training.ts'
import { eachSource, type ImportTask, quarantineIntake } from './import-files.ts'
import type { Intake } from './read/intake.ts'
import { readValues } from './read/read-values.ts'
import type { ByteSource } from './sources/byte-source.ts'
import type { DescribedExample, TrainingStore } from './store/training-store.ts'

const batchExamples = 500

export interface TrainingTask extends ImportTask {
  store: TrainingStore
  /** What an example is for, where its file does not say. */
  categoryOf(example: TrainingExample): Category
}

const choice = { wanted: /\.(?:jsonl|ndjson)$/i, otherwise: /\.json$/i, beside: /^(?:package|dataset_infos?)\b/ }

/**
 * Imports files of training examples. Each is checked; what is none goes to the quarantine file with what it lacks.
 *
 * @returns and throws as `eachSource`
 */
export function importTraining(task: TrainingTask): Promise<SamError[]> {
  return eachSource(task, choice, (source, onBytes) => importFile(task, source, onBytes))
}

async function importFile(task: TrainingTask, source: ByteSource, onBytes: (bytes: number) => void): Promise<void> {
  const damaged = quarantineIntake(task, source)
  const intake: Intake<TrainingExample> = {
    ...damaged,
    take(bytes) {
      const value: unknown = JSON.parse(bytes.toString())
      try {
        return parseTrainingExample(value)
      } catch (error) {
        if (!(error instanceof NotAConversation)) throw error
        damaged.setAside(error.reason, bytes)
        return undefined
      }
    },
  }
  let batch: DescribedExample[] = []
  const write = () => {
    const news = task.store.put(batch)
    for (const [index, { messages, category }] of batch.entries()) {
      const isNew = news[index] === true
      task.count.messages({ added: isNew ? messages.length : 0, unchanged: isNew ? 0 : messages.length })
      task.count.conversation({ category, skipped: {} })
    }
    batch = []
  }
  try {
    for await (const example of readValues(source, { preferLines: true, wrappers: [] }, intake, onBytes)) {
      const category = example.category ?? task.categoryOf(example)
      batch.push({ ...example, category, origin: example.origin ?? source.name })
      if (batch.length >= batchExamples) write()
    }
  } finally {
    write()
  }
}
