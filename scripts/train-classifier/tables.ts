import path from 'node:path'
import type { LinearModel } from '../../src/core/text-model/linear-model.ts'
import { type Example, trainModel } from './train.ts'
import { readWording } from './wording.ts'

const topicFolder = path.join(import.meta.dirname, 'wording')
const commandFolder = path.join(import.meta.dirname, 'wording-mac')

/** "none.home" and "none.food" are written apart and learned as one. */
const labelled = ({ text, label }: Example): Example => ({ text, label: label.startsWith('none.') ? 'none' : label })

export interface Tables {
  /** What people ask of any assistant: calendar, mail, music, weather, ... */
  topics: LinearModel
  /** What they ask of their Mac: applications, windows, files, the screen, ... */
  commands: LinearModel
}

/** Learns both tables from public sets and our own wording; the same examples give the same tables. */
export function trainTables(sets: readonly Example[]): Tables {
  const topics = [...sets, ...readWording(topicFolder).map(labelled)]
  const own = readWording(commandFolder, topicFolder).map(labelled)
  const known = new Set(own.map(({ label }) => label))
  // "play chess" opens an application in one set; what names no application teaches nothing about them here
  const others = topics
    .filter(({ label }) => label !== 'apps.open')
    .map(({ text, label }) => ({ text, label: known.has(label) ? label : 'none' }))
  return { topics: trainModel(topics), commands: trainModel([...own, ...others]) }
}
