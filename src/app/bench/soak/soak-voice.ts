import { resample } from '../../../audio/resampler.ts'
import { joinSamples } from '../../../core/numbers/join-samples.ts'
import type { Sam } from '../../sam.ts'
import { speechSettings } from '../../speech/speech-settings.ts'
import { SpeechWorker } from '../../speech-worker/speech-worker.ts'
import { quietRoom } from '../hearing/recordings.ts'

/** So much surer than it has to be SAM must be of a wake phrase that the soak says: what is not done then has another cause. */
const clearThreshold = 0.75
const leastRate = 0.85
const mostRate = 1.15
const mostAttempts = 8

/**
 * The people of a soak. Their voice is steady and their pace is drawn from the seed, so that the same seed says the same sounds. It lives
 * in a process of its own, which ends before the hours begin: what it takes is none of SAM's memory.
 */
export class SoakVoice {
  private readonly worker: SpeechWorker
  private readonly random: () => number

  constructor(sam: Pick<Sam, 'config' | 'home' | 'models'>, modelsFolder: string, random: () => number) {
    const settings = speechSettings({ ...sam, modelsFolder })
    this.random = random
    this.worker = new SpeechWorker({
      settings: {
        ...settings,
        wake: { ...settings.wake, threshold: clearThreshold },
        voice: { ...settings.voice, own: '', steady: true },
      },
    })
  }

  /** At 16 kHz, with a little quiet behind it. */
  async say(text: string): Promise<Float32Array> {
    const rate = leastRate + (mostRate - leastRate) * this.random()
    const { samples, sampleRateHz } = await this.worker.synthesizer.synthesize(text, { rate })
    return joinSamples([resample(samples, sampleRateHz), quietRoom(120)])
  }

  /** The same of words that begin with a wake phrase, at a pace at which it is clear. */
  async sayClearly(text: string): Promise<Float32Array> {
    for (let attempt = 1; ; attempt += 1) {
      const samples = await this.say(text)
      if (attempt >= mostAttempts || (await this.isClear(samples))) return samples
    }
  }

  close(): Promise<void> {
    return this.worker.close()
  }

  private async isClear(samples: Float32Array): Promise<boolean> {
    const { ear } = this.worker
    await ear.reset()
    const frames = await ear.analyze(joinSamples([quietRoom(1500), samples, quietRoom(1500)]))
    return frames.some(({ wake }) => wake !== undefined)
  }
}
