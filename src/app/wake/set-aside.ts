import { createHash } from 'node:crypto'
import type { WakeClip } from './wake-clips.ts'

/** With fewer recordings of the phrase, learning needs all of them. */
const leastToSpare = 12
/** Of 256: a quarter. */
const asideBelow = 64

/**
 * Recordings of one phrase that nothing is ever learned from, so that what was learned can be examined on them. The choice depends
 * on a recording's name alone: it stays the same when others come.
 */
export function setAside(clips: readonly WakeClip[]): { learn: WakeClip[]; aside: WakeClip[] } {
  const enough = clips.filter(({ label }) => label !== 'false').length >= leastToSpare
  const isAside = ({ id }: WakeClip) => enough && (createHash('sha256').update(id).digest()[0] ?? 255) < asideBelow
  return { learn: clips.filter((clip) => !isAside(clip)), aside: clips.filter(isAside) }
}
