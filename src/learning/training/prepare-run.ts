import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../core/errors.ts'
import { runFolder } from './run-folder.ts'
import { runFiles } from './training-job.ts'

export interface RunData {
  /** Folder of a data set with train.jsonl and, if it has one, valid.jsonl. */
  datasetFolder: string
  replay: readonly unknown[]
}

export interface PreparedRun {
  folder: string
  /** To train on. */
  examples: number
}

/** When a set is too small to have examples to measure with, one of so many is taken from those to train on. */
const measuredOf = 20

/**
 * Puts the examples of a run where the trainer finds them, whole or not at all; a run that is there already stays as it is. Answers its
 * folder and how many examples there are to train on. Errors: `training-data-empty` (kind usage).
 */
export function prepareRun(home: string, id: string, { datasetFolder, replay }: RunData): PreparedRun {
  const folder = runFolder(home, id)
  if (fs.existsSync(folder)) return { folder, examples: linesOf(path.join(folder, runFiles.train)).length }
  let train = linesOf(path.join(datasetFolder, 'train.jsonl'))
  let valid = linesOf(path.join(datasetFolder, 'valid.jsonl'))
  if (valid.length === 0) {
    valid = train.filter((_, index) => index % measuredOf === 0)
    train = train.filter((_, index) => index % measuredOf !== 0)
  }
  if (train.length === 0 || valid.length === 0) {
    throw new SamError('training-data-empty', `There are not enough examples to train on in ${datasetFolder}.`, {
      kind: 'usage',
      remedy: 'sam learn status',
    })
  }
  const draft = `${folder}.${process.pid}.part`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { recursive: true })
  const write = (name: string, lines: readonly string[]) =>
    fs.writeFileSync(path.join(draft, name), lines.map((line) => `${line}\n`).join(''))
  write(runFiles.train, train)
  write(runFiles.valid, valid)
  write(
    runFiles.replay,
    replay.map((example) => JSON.stringify(example)),
  )
  fs.renameSync(draft, folder)
  return { folder, examples: train.length }
}

function linesOf(file: string): string[] {
  if (!fs.existsSync(file)) return []
  return fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
}
