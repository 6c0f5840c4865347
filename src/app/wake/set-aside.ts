import { createHash } from 'node:crypto'
import { phraseId } from '../../audio/wake/trained-phrases.ts'
import { listWakeClips, readWakeClip, type WakeClip } from './wake-clips.ts'

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

/** What a training of the phrase learns from, but for what is set aside: where it was said, and where it woke without that. */
export async function wakeClipsFor(
  home: string,
  phrase: string,
): Promise<{ said: Float32Array[]; notSaid: Float32Array[] }> {
  const own = phraseId(phrase)
  const [said, notSaid]: [Float32Array[], Float32Array[]] = [[], []]
  for (const clip of setAside(listWakeClips(home).filter(({ phrase: each }) => each === own)).learn) {
    const into = clip.label === 'false' ? notSaid : said
    into.push(await readWakeClip(home, clip.id))
  }
  return { said, notSaid }
}
