import { SamError } from '../../../core/errors.ts'
import { notAvailableHere } from '../../failure.ts'
import { findProgram, pathFolders } from '../find-program.ts'
import type { SoundPort } from '../port.ts'
import { runProgram } from '../process.ts'

type Environment = Record<string, string | undefined>

/** One program that sets the sound: what it is asked, and how its answers read. */
interface Mixer {
  program: string
  readVolume: readonly string[]
  readMuted: readonly string[]
  setVolume(level: number): readonly string[]
  setMuted(muted: boolean): readonly string[]
  volumeOf(answer: string): number | undefined
  mutedOf(answer: string): boolean | undefined
}

const wpctl: Mixer = {
  program: 'wpctl',
  readVolume: ['get-volume', '@DEFAULT_AUDIO_SINK@'],
  readMuted: ['get-volume', '@DEFAULT_AUDIO_SINK@'],
  setVolume: (level) => ['set-volume', '@DEFAULT_AUDIO_SINK@', `${level}%`],
  setMuted: (muted) => ['set-mute', '@DEFAULT_AUDIO_SINK@', muted ? '1' : '0'],
  volumeOf(answer) {
    const fraction = /Volume: *(\d+(?:\.\d+)?)/.exec(answer)?.[1]
    return fraction === undefined ? undefined : Math.round(Number(fraction) * 100)
  },
  mutedOf: (answer) => (/Volume:/.test(answer) ? answer.includes('[MUTED]') : undefined),
}

const pactl: Mixer = {
  program: 'pactl',
  readVolume: ['get-sink-volume', '@DEFAULT_SINK@'],
  readMuted: ['get-sink-mute', '@DEFAULT_SINK@'],
  setVolume: (level) => ['set-sink-volume', '@DEFAULT_SINK@', `${level}%`],
  setMuted: (muted) => ['set-sink-mute', '@DEFAULT_SINK@', muted ? '1' : '0'],
  volumeOf(answer) {
    const percent = /(\d+)%/.exec(answer)?.[1]
    return percent === undefined ? undefined : Number(percent)
  },
  mutedOf: (answer) => (/Mute: *yes/.test(answer) ? true : /Mute: *no/.test(answer) ? false : undefined),
}

/** Sound of PipeWire (wpctl) or PulseAudio (pactl), whichever answers. */
export function createLinuxSound(environment: Environment): SoundPort {
  const folders = pathFolders(environment['PATH'])
  // Answers are read as text: in another language "Mute: yes" would not be understood.
  const english = { ...environment, LC_ALL: 'C' }
  const ask = async (mixer: Mixer, file: string, args: readonly string[], signal: AbortSignal): Promise<string> => {
    const result = await runProgram(file, args, { timeoutMs: 4000, signal, environment: english })
    if (result.exitCode === 0) return result.stdout
    throw new SamError('sound-unreachable', 'No sound system answers on this machine.', {
      cause: new Error(`${mixer.program}: ${result.stderr.trim()}`),
      remedy: 'Start PipeWire or PulseAudio.',
    })
  }
  /** Uses the first mixer that is installed and answers. */
  const withMixer = async <Result>(
    signal: AbortSignal,
    readArgs: (mixer: Mixer) => readonly string[],
    use: (mixer: Mixer, answer: string, send: (args: readonly string[]) => Promise<string>) => Promise<Result>,
  ): Promise<Result> => {
    let problem: unknown = notAvailableHere('Sound control', 'wpctl or pactl', 'wireplumber or pulseaudio-utils')
    for (const mixer of [wpctl, pactl]) {
      const file = findProgram(mixer.program, folders)
      if (file === undefined) continue
      try {
        const answer = await ask(mixer, file, readArgs(mixer), signal)
        return await use(mixer, answer, (args) => ask(mixer, file, args, signal))
      } catch (error) {
        if (signal.aborted) throw error
        problem = error
      }
    }
    throw problem
  }
  return {
    setVolume: (change, signal) =>
      withMixer(
        signal,
        (mixer) => mixer.readVolume,
        async (mixer, answer, send) => {
          const before = mixer.volumeOf(answer)
          const wanted = 'level' in change ? change.level : before === undefined ? undefined : before + change.delta
          if (wanted === undefined) throw new SamError('sound-unreachable', 'The sound system did not tell the volume.')
          const after = Math.min(100, Math.max(0, wanted))
          await send(mixer.setVolume(after))
          return { before, after }
        },
      ),
    setMuted: (muted, signal) =>
      withMixer(
        signal,
        (mixer) => mixer.readMuted,
        async (mixer, answer, send) => {
          await send(mixer.setMuted(muted))
          return { before: mixer.mutedOf(answer) }
        },
      ),
  }
}
