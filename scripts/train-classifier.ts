/**
 * Learns which tool a request is for, from public sets of requests and our own wording (docs/decisions/0011).
 *
 *   scripts/launch scripts/train-classifier.ts FOLDER          writes src/agent/classifier/intents.bin and commands.bin
 *   scripts/launch scripts/train-classifier.ts FOLDER --folds  trains on four fifths and measures the whole router on the fifth
 *
 * FOLDER holds slurp-devel.jsonl, clinc150.jsonl, snips2017.jsonl, ohf.jsonl and complex.jsonl, one JSON object a line.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { packModel } from '../src/core/text-model/linear-model.ts'
import { readExamples } from './train-classifier/examples.ts'
import { measureFolds } from './train-classifier/measure.ts'
import { trainTables } from './train-classifier/tables.ts'
import type { Example } from './train-classifier/train.ts'

const [folder, mode] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Usage: scripts/launch scripts/train-classifier.ts FOLDER [--folds]')
  process.exit(2)
}
const examples: (Example & { set: string; action: string })[] = readExamples((name) =>
  readFileSync(path.join(folder, name), 'utf8'),
)
if (mode === '--folds') measureFolds(examples)
else {
  const { topics, commands } = trainTables(examples)
  for (const [name, table] of [
    ['intents.bin', topics],
    ['commands.bin', commands],
  ] as const) {
    const packed = packModel(table)
    writeFileSync(path.resolve(import.meta.dirname, '../src/agent/classifier', name), packed)
    console.log(`${name}: ${table.labels.length} labels, ${packed.length} bytes`)
  }
}
