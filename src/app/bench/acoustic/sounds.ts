import { hearingRateHz } from '../../../audio/ports.ts'
import { resample } from '../../../audio/resampler.ts'
import type { SpeechSynthesizer } from '../../../tts/ports.ts'
import { listClips, readClip } from '../hearing/recordings.ts'
import { clarityOf, trimmedToSound } from './loudness.ts'
import type { Interruption } from './over-talk.ts'

export interface NamedSound {
  kind: Interruption['kind']
  name: string
  /** At 16 kHz, from its first sound to its last. */
  sound: Float32Array
}

/** What SAM talks about; its own name is among it. */
export const longTalk = [
  'I looked at your calendar for tomorrow, and there are three meetings.',
  'The first one is at nine with Anna about the budget, then comes lunch with Peter at noon.',
  'Somebody said hey jarvis in the last meeting, and that is my name, by the way.',
  'Paris is the capital of France, and lies on the river Seine.',
  'It has a little more than two million people, and is known for its museums and its food.',
  'Sure. I set a timer for ten minutes.',
  'The weather is mild with some clouds in the afternoon, and it rains from ten until two tomorrow.',
  'You can say hey jarvis whenever you want me, or just hold the key.',
  'There are four new mails. The longest is from your sister, who asks about the weekend.',
  'To boil an egg, put it into boiling water for six minutes, and then under cold water.',
]
const saidWords = ['No, stop that please.', 'Tell me about the second one.', 'What is the weather tomorrow?', 'Stop.']
/** The voice spells "mhm": that is hummed below. */
const saidBackchannels = ['Mm-hmm.', 'Uh-huh.', 'Right.', 'Okay.', 'Yeah.', 'I see.', 'Got it.']
/** Other people than SAM: its voice played faster or slower, which moves pitch and formants. */
const otherVoices = [1.18, 0.88, 1.06]
/** Recorded people are cut to this. */
const longestMs = 2500
/** Between loud and quiet parts of a recording whose first sound is speech. */
const leastClarityDb = 24
const coughs = 4
const hums = 4

/** Speech, listeners' sounds and coughs to be made over SAM's voice. */
export async function soundsOver(
  synthesizer: SpeechSynthesizer,
  dataFolder: string | undefined,
  random: () => number,
): Promise<NamedSound[]> {
  const sounds: NamedSound[] = []
  const say = async (kind: NamedSound['kind'], texts: readonly string[]) => {
    for (const [index, text] of texts.entries()) {
      const { samples, sampleRateHz } = await synthesizer.synthesize(text)
      const rate = Math.round(sampleRateHz * (otherVoices[index % otherVoices.length] ?? 1))
      sounds.push({ kind, name: text, sound: trimmedToSound(resample(samples, rate)) })
    }
  }
  await say('words', saidWords)
  await say('backchannel', saidBackchannels)
  for (let index = 0; index < hums; index++)
    sounds.push({ kind: 'backchannel', name: 'hummed', sound: hum(index % 2 === 1, random) })
  for (let index = 0; index < coughs; index++) sounds.push({ kind: 'cough', name: 'made', sound: cough(random) })
  const recorded = dataFolder === undefined ? [] : listClips(dataFolder, 'speech')
  for (const { file, text } of recorded) {
    const sound = trimmedToSound(await readClip(file)).slice(0, (longestMs / 1000) * hearingRateHz)
    // A single word that is no request gives the turn back on purpose; in noise nobody can tell when speech began.
    if (text?.includes(' ') && clarityOf(sound) > leastClarityDb) sounds.push({ kind: 'words', name: text, sound })
  }
  return sounds
}

/** One or two bursts of noise with a sharp beginning through a throat, the last with a little voice, as coughs are. */
function cough(random: () => number): Float32Array {
  const bursts = 1 + Math.floor(random() * 2)
  const length = Math.round((0.28 + random() * 0.12) * hearingRateHz)
  const sound = new Float32Array(bursts * (length + 1600))
  for (let burst = 0; burst < bursts; burst++) {
    const throat = resonator(500 + random() * 400, 250)
    const mouth = resonator(1400 + random() * 900, 500)
    const pitchHz = 140 + random() * 120
    for (let at = 0; at < length; at++) {
      const seconds = at / hearingRateHz
      const noise = (random() - 0.5) * (Math.exp(-18 * seconds) + 0.25 * Math.exp(-6 * seconds))
      const voice = seconds > 0.18 ? 0.06 * Math.sign(Math.sin(2 * Math.PI * pitchHz * seconds)) : 0
      sound[burst * (length + 1600) + at] = throat(noise + voice) + mouth(noise) + 0.3 * noise
    }
  }
  return sound
}

/** "Mm" or "mm-hm" with closed lips: a pitch that rises, through a nose; in the second a breath between two of them. */
function hum(twice: boolean, random: () => number): Float32Array {
  const syllableMs = twice ? 170 : 320
  const gapMs = twice ? 70 : 0
  const total = Math.round(((twice ? 2 * syllableMs + gapMs : syllableMs) / 1000) * hearingRateHz)
  const nose = resonator(250, 60)
  const upper = resonator(1000 + random() * 200, 200)
  const fromHz = 100 + random() * 90
  const rise = 0.1 + random() * 0.25
  let phase = 0
  return Float32Array.from({ length: total }, (_, at) => {
    const ms = (at / hearingRateHz) * 1000
    const second = twice && ms > syllableMs + gapMs
    const breathing = twice && !second && ms > syllableMs
    const within = second ? ms - syllableMs - gapMs : ms
    const envelope = Math.min(1, within / 40, Math.max(0, (syllableMs - within) / 60))
    phase += (fromHz * (1 + rise * (second ? 1 : within / syllableMs))) / hearingRateHz
    // A sawtooth is near enough to what vocal folds do.
    const source = breathing ? 0 : envelope * ((phase % 1) - 0.5)
    const breath = breathing ? 0.04 * (random() - 0.5) : 0
    return nose(source) + 0.12 * upper(source) + breath
  })
}

/** A filter with one peak of about gain 1. */
function resonator(centreHz: number, widthHz: number): (sample: number) => number {
  const radius = Math.exp((-Math.PI * widthHz) / hearingRateHz)
  const turn = 2 * radius * Math.cos((2 * Math.PI * centreHz) / hearingRateHz)
  let last = 0
  let before = 0
  return (sample) => {
    const value = (1 - radius) * sample * 2 + turn * last - radius * radius * before
    before = last
    last = value
    return value
  }
}
