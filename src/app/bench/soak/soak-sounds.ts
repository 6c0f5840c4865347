import { makeNoise } from '../../../audio/wake/training/sound-variants.ts'
import type { SoakVoice } from './soak-voice.ts'

/** Something that somebody says. */
export interface Said {
  text: string
  samples: Float32Array
}

/** What is heard in a soak, at 16 kHz. */
export interface SoakSounds {
  /** With the wake word: each changes something, and no two the same. */
  commands: Said[]
  /** With the wake word: read only. */
  questions: Said[]
  /** Without it: over SAM's voice, or with the key held. */
  interruptions: Said[]
  /** Without it, and not for SAM. */
  talk: Said[]
  stop: Said
  noises: Float32Array[]
}

const volumes = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy']
const questions = ['what time is it', 'what is the date today', 'what is twelve times twelve']
const interruptions = [
  'what time is it in Tokyo',
  'tell me the date please',
  'no, I want to know what seven times eight is',
]
const talk = [
  'I think we should leave before the traffic gets worse.',
  'She told me that the meeting was moved to Thursday, and nobody wrote it down.',
  'Could you pass me the salt? Thank you, that is enough.',
]
const noiseMs = 6000

/** Says all of it once, and makes the noises. */
export async function makeSoakSounds(
  voice: Pick<SoakVoice, 'say' | 'sayClearly'>,
  wakePhrase: string,
  random: () => number,
): Promise<SoakSounds> {
  const sayAll = async (texts: readonly string[]) => {
    const said: Said[] = []
    for (const text of texts)
      said.push({ text, samples: await (text.startsWith(wakePhrase) ? voice.sayClearly(text) : voice.say(text)) })
    return said
  }
  return {
    commands: await sayAll(volumes.map((volume) => `${wakePhrase}, set the volume to ${volume}.`)),
    questions: await sayAll(questions.map((question) => `${wakePhrase}, ${question}?`)),
    interruptions: await sayAll(interruptions.map((words) => `${words}.`)),
    talk: await sayAll(talk),
    stop: { text: 'Stop.', samples: await voice.say('Stop.') },
    noises: Array.from({ length: 4 }, (_, index) => {
      const gain = 10 ** (-0.6 * (index + 1))
      return makeNoise((noiseMs / 1000) * 16_000, random).map((sample) => sample * gain)
    }),
  }
}
