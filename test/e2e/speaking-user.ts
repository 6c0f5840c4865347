import type { Page } from 'playwright-core'
import { hearingRateHz } from '../../src/audio/ports.ts'

/**
 * A microphone for one page that hears a quiet room, and what the test says when it says it. A file as the browser's device would
 * be heard at a moment of its own. To be called before the address is opened.
 */
export async function giveUserVoice(page: Page): Promise<{ say(samples: Float32Array): Promise<void> }> {
  await page.addInitScript((rateHz) => {
    navigator.mediaDevices.getUserMedia = async () => {
      const context = new AudioContext()
      await context.resume()
      const room = context.createMediaStreamDestination()
      const play = (samples: ArrayLike<number>, loop: boolean) => {
        const sound = context.createBuffer(1, samples.length, rateHz)
        sound.copyToChannel(Float32Array.from(samples), 0)
        const source = new AudioBufferSourceNode(context, { buffer: sound, loop })
        source.connect(room)
        source.start()
      }
      // A real microphone never delivers zeros.
      play(
        Array.from({ length: rateHz * 3 }, () => (Math.random() - 0.5) * 0.0015),
        true,
      )
      Object.assign(window, { sayAloud: (samples: number[]) => play(samples, false) })
      return room.stream
    }
  }, hearingRateHz)
  return {
    say: (samples) =>
      page.evaluate(
        (spoken) => (window as unknown as { sayAloud(samples: number[]): void }).sayAloud(spoken),
        [...samples],
      ),
  }
}
