import fs from 'node:fs'
import path from 'node:path'
import { hearingRateHz } from '../../audio/ports.ts'
import { phraseId } from '../../audio/wake/trained-phrases.ts'
import { readWavFile } from '../../audio/wav-file.ts'
import { encodeWav } from '../../audio/wav-writer.ts'
import { SamError } from '../../core/errors.ts'
import { writeWhole } from '../../core/files/write-whole.ts'

/** `sample`: said on purpose. `missed`: it was said, and did not wake. `false`: it woke, and was not said. */
export const clipLabels = ['sample', 'missed', 'false'] as const
export type ClipLabel = (typeof clipLabels)[number]

/** A recording of the user for a wake phrase: `SAM_HOME/wake-clips/<phrase>/<milliseconds>-<label>.wav`. It never leaves the machine. */
export interface WakeClip {
  /** `hey_sam/1700000000000-sample` */
  id: string
  /** Id of the phrase. */
  phrase: string
  label: ClipLabel
  atMs: number
  seconds: number
}

const wavHeaderBytes = 44
export const clipId = /^([a-z_]{4,60})\/(\d{1,16})-(sample|missed|false)$/

const folderOf = (home: string) => path.join(home, 'wake-clips')

/** All, by phrase, the oldest first. */
export function listWakeClips(home: string): WakeClip[] {
  const folder = folderOf(home)
  const namesOf = (place: string) => (fs.existsSync(place) ? fs.readdirSync(place).sort() : [])
  return namesOf(folder).flatMap((phrase) =>
    namesOf(path.join(folder, phrase)).flatMap((file): WakeClip[] => {
      const id = `${phrase}/${file.replace(/\.wav$/, '')}`
      const [, , at = '', label] = clipId.exec(id) ?? []
      if (label === undefined || !file.endsWith('.wav')) return []
      const bytes = fs.statSync(path.join(folder, phrase, file)).size - wavHeaderBytes
      return [{ id, phrase, label: label as ClipLabel, atMs: Number(at), seconds: bytes / 2 / hearingRateHz }]
    }),
  )
}

/**
 * Keeps a recording (16 kHz), readable by the user alone.
 * @throws SamError `wake-phrase-unusable` (usage), `wake-clip-not-written`
 */
export function keepWakeClip(
  home: string,
  { phrase, label, samples, atMs }: { phrase: string; label: ClipLabel; samples: Float32Array; atMs: number },
): WakeClip {
  const own = phraseId(phrase)
  const taken = new Set(listWakeClips(home).map(({ id }) => id))
  let stamp = atMs
  while (clipLabels.some((each) => taken.has(`${own}/${stamp}-${each}`))) stamp += 1
  const id = `${own}/${stamp}-${label}`
  const file = path.join(folderOf(home), `${id}.wav`)
  try {
    writeWhole(file, encodeWav(samples, hearingRateHz))
  } catch (cause) {
    throw new SamError('wake-clip-not-written', 'The recording could not be kept.', {
      cause,
      remedy: 'Look whether the disk is full.',
    })
  }
  return { id, phrase: own, label, atMs: stamp, seconds: samples.length / hearingRateHz }
}

/** Keeps what a training that ended at this moment has learned from. None of it is newer: to a night it is no news. */
export function keepLearned(home: string, phrase: string, recordings: readonly Float32Array[], atMs: number): void {
  for (const [index, samples] of recordings.entries())
    keepWakeClip(home, { phrase, label: 'sample', samples, atMs: atMs - recordings.length + index })
}

/** Those of these recordings that are not kept for the phrase yet. */
export function notYetKept(home: string, phrase: string, recordings: readonly Float32Array[]): Float32Array[] {
  const own = phraseId(phrase)
  const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
  const kept = listWakeClips(home).filter((clip) => clip.phrase === own)
  const known = new Set(kept.map(({ id }) => textOf(fs.readFileSync(fileOf(home, id)))))
  return recordings.filter((samples) => !known.has(textOf(encodeWav(samples, hearingRateHz))))
}

/** @throws SamError `wake-clip-unknown`, `audio-unreadable` */
export async function readWakeClip(home: string, id: string): Promise<Float32Array> {
  const { samples } = await readWavFile(fileOf(home, id))
  return samples
}

/** It was not deleted meanwhile. */
export function isWakeClip(home: string, id: string): boolean {
  return clipId.test(id) && fs.existsSync(path.join(folderOf(home), `${id}.wav`))
}

/** @throws SamError `wake-clip-unknown` */
export function discardWakeClip(home: string, id: string): void {
  fs.rmSync(fileOf(home, id))
}

/** All recordings of a phrase go. */
export function discardWakeClips(home: string, phrase: string): void {
  fs.rmSync(path.join(folderOf(home), phraseId(phrase)), { recursive: true, force: true })
}

function fileOf(home: string, id: string): string {
  const file = path.join(folderOf(home), `${id}.wav`)
  if (isWakeClip(home, id)) return file
  throw new SamError('wake-clip-unknown', 'This recording is no longer there.')
}
