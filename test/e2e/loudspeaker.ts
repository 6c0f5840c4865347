import type { Page } from 'playwright-core'

/** What goes to the loudspeaker of a page. */
export interface Loudspeaker {
  /** The loudest sample of the last moment (85 ms), and of all so far. */
  now(): Promise<number>
  loudest(): Promise<number>
  /** The strongest tone of the last moment. */
  peak(): Promise<{ hertz: number; decibel: number }>
}

interface Tapped {
  tap?: AnalyserNode
  loudest: number
}

/** Listens to what a page plays; to be called before its address is opened. */
export async function tapLoudspeaker(page: Page): Promise<Loudspeaker> {
  await page.addInitScript(() => {
    const tapped = { loudest: 0 } as Tapped
    Object.assign(window, { tapped })
    const connect = AudioNode.prototype.connect as (this: AudioNode, target: AudioNode) => AudioNode
    AudioNode.prototype.connect = function (this: AudioNode, target: AudioNode) {
      if (target instanceof AudioDestinationNode) {
        const tap = target.context.createAnalyser()
        tap.fftSize = 4096
        const block = new Float32Array(tap.fftSize)
        tapped.tap = tap
        connect.call(this, tap)
        setInterval(() => {
          tap.getFloatTimeDomainData(block)
          tapped.loudest = Math.max(tapped.loudest, ...block.map(Math.abs))
        }, 40)
      }
      return connect.call(this, target)
    } as AudioNode['connect']
  })
  return {
    now: () =>
      page.evaluate(() => {
        const { tap } = (window as unknown as { tapped: Tapped }).tapped
        const block = new Float32Array(tap?.fftSize ?? 0)
        tap?.getFloatTimeDomainData(block)
        return Math.max(0, ...block.map(Math.abs))
      }),
    loudest: () => page.evaluate(() => (window as unknown as { tapped: Tapped }).tapped.loudest),
    peak: () =>
      page.evaluate(() => {
        const { tap } = (window as unknown as { tapped: Tapped }).tapped
        if (tap === undefined) return { hertz: 0, decibel: Number.NEGATIVE_INFINITY }
        const bins = new Float32Array(tap.frequencyBinCount)
        tap.getFloatFrequencyData(bins)
        const top = bins.reduce((best, value, i) => (value > (bins[best] ?? 0) ? i : best), 0)
        return { hertz: (top * tap.context.sampleRate) / tap.fftSize, decibel: bins[top] ?? Number.NEGATIVE_INFINITY }
      }),
  }
}
