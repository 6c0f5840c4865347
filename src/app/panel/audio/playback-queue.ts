/** What became of a clip, in samples at the sound card's rate. */
export interface ClipProgress {
  clipId: number
  playedSamples: number
  finished: boolean
}

/** A clip begins to sound, or goes on after its samples came too late. */
export interface ClipStart {
  clipId: number
  /** Of its samples, the first that sounds without a gap from then on. */
  fromSample: number
  /** In the block. */
  at: number
}

/** A clip that was silenced while it sounded. */
export interface ClipStop {
  clipId: number
  /** Of its samples, the first that did not sound. */
  untilSample: number
}

interface QueuedClip {
  clipId: number
  parts: Float32Array[]
  /** Samples of the first part that were already played. */
  offset: number
  playedSamples: number
  complete: boolean
  /** Its last sample sounded at the end of what was filled, and the next one follows. */
  sounding: boolean
}

/** Clips in order, played sample by sample; what the playback worklet runs. */
export interface PlaybackQueue {
  push(clipId: number, samples: Float32Array, last: boolean): void
  /** Fills a block and answers the clips that began and ended in it. */
  fill(block: Float32Array): { ended: ClipProgress[]; started: ClipStart[] }
  /** Drops every clip up to this one, after a fade of a few milliseconds against a click. */
  flush(throughClipId: number): { ended: ClipProgress[]; stopped: ClipStop | undefined }
  current(): ClipProgress | undefined
}

export function createPlaybackQueue(fadeSamples = 192): PlaybackQueue {
  let clips: QueuedClip[] = []
  let fade = new Float32Array(0)

  /** Takes up to `wanted` samples of a clip. */
  const take = (clip: QueuedClip, target: Float32Array) => {
    let filled = 0
    while (filled < target.length) {
      const part = clip.parts[0]
      if (part === undefined) break
      const count = Math.min(target.length - filled, part.length - clip.offset)
      target.set(part.subarray(clip.offset, clip.offset + count), filled)
      filled += count
      clip.offset += count
      if (clip.offset === part.length) {
        clip.parts.shift()
        clip.offset = 0
      }
    }
    clip.playedSamples += filled
    return filled
  }

  const progress = (clip: QueuedClip, finished: boolean): ClipProgress => ({
    clipId: clip.clipId,
    playedSamples: clip.playedSamples,
    finished,
  })

  return {
    push(clipId, samples, last) {
      let clip = clips.find((candidate) => candidate.clipId === clipId)
      if (clip === undefined) {
        clip = { clipId, parts: [], offset: 0, playedSamples: 0, complete: false, sounding: false }
        clips.push(clip)
      }
      if (samples.length > 0) clip.parts.push(samples)
      clip.complete = last
    },
    fill(block) {
      const ended: ClipProgress[] = []
      const started: ClipStart[] = []
      block.fill(0)
      let at = Math.min(fade.length, block.length)
      block.set(fade.subarray(0, at))
      fade = fade.subarray(at)
      for (let clip = clips[0]; clip !== undefined; clip = clips[0]) {
        const start = { clipId: clip.clipId, fromSample: clip.playedSamples, at }
        const taken = take(clip, block.subarray(at))
        if (taken > 0 && !clip.sounding) started.push(start)
        at += taken
        clip.sounding = taken > 0 && at === block.length
        if (clip.parts.length > 0 || !clip.complete) break
        ended.push(progress(clip, true))
        clips.shift()
      }
      return { ended, started }
    },
    flush(throughClipId) {
      const dropped = clips.filter((clip) => clip.clipId <= throughClipId)
      const playing = dropped[0]
      const ended = dropped.map((clip) => progress(clip, true))
      let stopped: ClipStop | undefined
      if (playing !== undefined && playing.playedSamples > 0) {
        const tail = new Float32Array(fadeSamples)
        take(playing, tail)
        stopped = { clipId: playing.clipId, untilSample: playing.playedSamples }
        fade = tail.map((sample, i) => sample * (1 - i / fadeSamples))
      }
      clips = clips.filter((clip) => clip.clipId > throughClipId)
      return { ended, stopped }
    },
    current: () => (clips[0] === undefined ? undefined : progress(clips[0], false)),
  }
}
