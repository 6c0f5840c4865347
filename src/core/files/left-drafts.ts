import fs from 'node:fs'
import path from 'node:path'
import { isAlive } from '../is-alive.ts'

/** `<name>.onnx.<process>`, a file or a folder, or with `.part` behind it. */
const draftName = /\.(?:onnx|state)\.(\d+)(?:\.part)?$/
/** A draft that nobody has touched for so long is of a process whose number another one has now. */
const untouchedMs = 24 * 3_600_000

/**
 * Removes the drafts of models in a folder that processes left when they were killed while writing. What a living process writes stays.
 * Never throws: what cannot be looked at or removed stays too.
 */
export function sweepLeftDrafts(folder: string): void {
  try {
    for (const name of fs.readdirSync(folder)) {
      const processId = draftName.exec(name)?.[1]
      if (processId === undefined) continue
      const draft = path.join(folder, name)
      if (isAlive(Number(processId)) && Date.now() - fs.statSync(draft).mtimeMs < untouchedMs) continue
      fs.rmSync(draft, { recursive: true, force: true })
    }
  } catch {
    // No folder, or one that may only be read.
  }
}
