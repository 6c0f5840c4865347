import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../core/errors.ts'
import { isAlive } from '../../core/is-alive.ts'
import { literalPattern } from '../../core/literal-pattern.ts'
import { recipeNames } from './training-recipes.ts'

export const exampleFiles = ['train.jsonl', 'valid.jsonl', 'test.jsonl'] as const
export const preferencesFile = 'preferences.jsonl'
export const manifestFile = 'manifest.json'
/** It comes into every folder that is looked at on a Mac. */
const findersFile = '.DS_Store'
const namesOfSet = new Set<string>([...exampleFiles, preferencesFile, manifestFile, ...recipeNames, findersFile])

/**
 * A set takes the place of an earlier one, and of nothing else: not of a folder of documents, nor of an adapter that was trained in it,
 * nor of examples that others called as trainers want them: only a set of SAM has its manifest. Error `set-folder-taken`.
 */
export function requireRoomForSet(folder: string): void {
  if (!fs.existsSync(folder)) return
  const names = fs.statSync(folder).isDirectory() ? fs.readdirSync(folder) : undefined
  const isSet = names?.includes(manifestFile)
  const other = names?.find((name) => !(isSet ? namesOfSet.has(name) : name === findersFile))
  if (names !== undefined && other === undefined) return
  const what = names === undefined ? 'is a file' : `holds other things than a training set, for example ${other}`
  throw new SamError('set-folder-taken', `${folder} ${what}: it is left as it is.`, {
    kind: 'usage',
    remedy: 'Name a folder that is not there yet.',
  })
}

/**
 * Fills a draft beside the folder of a set, and puts it into its place; what was there before is gone afterwards. Where filling it fails,
 * the earlier set stays, and nothing else.
 */
export function writeSet<Result>(folder: string, fill: (draft: string) => Result): Result {
  const draft = draftOf(folder)
  try {
    const result = fill(draft)
    publishDraft(folder, draft)
    return result
  } finally {
    fs.rmSync(draft, { recursive: true, force: true })
  }
}

/** Beside the folder and under a name that nobody else gives: only this process writes to it. */
function besideOf(folder: string, kind: 'part' | 'old'): string {
  return `${folder}.sam-${process.pid}.${kind}`
}

function draftOf(folder: string): string {
  recover(folder)
  const draft = besideOf(folder, 'part')
  fs.mkdirSync(draft, { recursive: true })
  return draft
}

function publishDraft(folder: string, draft: string): void {
  const old = besideOf(folder, 'old')
  if (fs.existsSync(folder)) fs.renameSync(folder, old)
  fs.renameSync(draft, folder)
  fs.rmSync(old, { recursive: true, force: true })
}

/**
 * Mends what a process left that was killed: its draft goes, and the earlier set comes back where it had just been moved away. Anything
 * else that is called like that stays.
 */
function recover(folder: string): void {
  const parent = path.dirname(folder)
  fs.mkdirSync(parent, { recursive: true })
  const left = new RegExp(`^${literalPattern(path.basename(folder))}\\.sam-(\\d+)\\.(part|old)$`)
  for (const name of fs.readdirSync(parent)) {
    const [, id, kind] = left.exec(name) ?? []
    if (id === undefined || (Number(id) !== process.pid && isAlive(Number(id)))) continue
    const place = path.join(parent, name)
    if (!fs.lstatSync(place).isDirectory() || !fs.readdirSync(place).every((file) => namesOfSet.has(file))) continue
    if (kind === 'old' && !fs.existsSync(folder)) fs.renameSync(place, folder)
    else fs.rmSync(place, { recursive: true, force: true })
  }
}
