import { delayed } from './delayed.ts'

/** Clips that share whatever is learned about when they really sounded. */
export interface Run {
  /** Samples by which they sounded later than was said. */
  shift: number
}

/** A stretch of a clip that sounds without a gap. */
interface Part {
  /** Of the clip's samples, its first one. */
  from: number
  /** Where in the microphone's stream that one sounds, and by which part of a sample later. */
  start: number
  fraction: number
}

/** Sound that was given to the loudspeaker in one piece. */
export interface PlayedClip {
  readonly samples: Float32Array
  run: Run
  parts: Part[]
  /** Of its samples, the first that does not sound any more. */
  until: number
}

/** Clips closer than this follow one another without a gap. */
const contiguousSamples = 16

/** What SAM plays, by samples of the microphone's stream. */
export class PlayedSound {
  /** The run of every clip whose time was told by the loudspeaker's own clock. */
  readonly told: Run = { shift: 0 }
  private clips: PlayedClip[] = []

  /** @param start where it is thought to begin, until `tell` says where it really does */
  add(samples: Float32Array, start: number): PlayedClip {
    const last = this.clips.at(-1)
    const isNext = last !== undefined && last.run !== this.told && Math.abs(endOf(last) - start) <= contiguousSamples
    const clip: PlayedClip = {
      samples,
      run: isNext ? last.run : { shift: 0 },
      parts: [{ from: 0, start: isNext ? endOf(last) : start, fraction: 0 }],
      until: samples.length,
    }
    this.clips.push(clip)
    return clip
  }

  /**
   * The loudspeaker says where a clip sounds, from one of its samples on: its beginning, or where it went on after a gap.
   * @param from nothing is done for one that it does not have
   * @param at sample of the microphone's stream, with its fraction
   */
  tell(clip: PlayedClip, from: number, at: number): void {
    if (from >= clip.samples.length) return
    const start = Math.floor(at)
    // It was taken to be over long ago.
    if (!this.clips.includes(clip)) this.clips.push(clip)
    const before = clip.run === this.told ? clip.parts.filter((part) => part.from < from) : []
    clip.run = this.told
    clip.parts = [...before, { from, start, fraction: at - start }]
    // What waits behind it cannot begin before its end.
    let end = endOf(clip)
    for (const later of this.clips.slice(this.clips.indexOf(clip) + 1)) {
      const [first] = later.parts
      if (later.run === this.told || first === undefined) continue
      first.start = Math.max(first.start, end)
      end = endOf(later)
    }
  }

  /** The loudspeaker says that a clip was silenced before this one of its samples. */
  tellStop(clip: PlayedClip, until: number): void {
    clip.until = Math.min(until, clip.samples.length)
  }

  /** What was to sound after this sample does not, as far as is known. */
  cut(at: number): void {
    for (const clip of this.clips) {
      const part = clip.parts.findLast(({ start }) => start < at)
      clip.until = part === undefined ? 0 : Math.min(clip.until, part.from + at - part.start)
    }
  }

  /** Forgets what ended before this sample. */
  forgetBefore(sample: number): void {
    if (this.clips.some((clip) => endOf(clip) + clip.run.shift < sample))
      this.clips = this.clips.filter((clip) => endOf(clip) + clip.run.shift >= sample)
  }

  /** The run whose sound a stretch holds, the later of two. */
  runAt(from: number, to: number): Run | undefined {
    return this.clips.findLast(
      (clip) =>
        clip.until > 0 && (clip.parts[0]?.start ?? to) + clip.run.shift < to && endOf(clip) + clip.run.shift > from,
    )?.run
  }

  /** The sound between two samples, of one run or of all; silence where nothing was played. */
  slice(from: number, to: number, run?: Run): Float32Array {
    const result = new Float32Array(to - from)
    for (const clip of this.clips) {
      if (run !== undefined && clip.run !== run) continue
      for (const [index, part] of clip.parts.entries()) {
        const first = part.start + clip.run.shift
        const length = Math.min(clip.parts[index + 1]?.from ?? clip.until, clip.until) - part.from
        if (first >= to || first + length <= from) continue
        const wanted = part.from + Math.max(0, from - first)
        const end = part.from + Math.min(length, to - first)
        result.set(delayed(clip.samples, part.fraction, wanted, end), Math.max(0, first - from))
      }
    }
    return result
  }
}

function endOf({ parts, until }: PlayedClip): number {
  const last = parts.at(-1)
  return last === undefined ? 0 : last.start + Math.max(0, until - last.from)
}
