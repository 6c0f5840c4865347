import type { Browser, Page } from 'playwright-core'

/** A moment in a page, by the number of what happened then. Wall clock, which the core reads too. */
export type Moment = [number: number, atMs: number]

/** What a page writes down about itself while it is measured. */
export interface Probe {
  /** Milliseconds from the start of the navigation until a person can use the page, what it asked for is drawn. */
  interactiveMs?: number
  /** The numbers at the end of `.reply` and `.heard` when they had been painted. */
  painted: Moment[]
  /** Sound frames that were given to the socket, and when the sound they hold was complete in the audio thread. */
  sent: Moment[]
  captured: Moment[]
  /** First samples of each clip of speech. */
  arrived: Moment[]
  /** Beginnings of sound in what goes to the loudspeaker, after silence. */
  sounded: number[]
  /** Frames that the microphone's worklet made, and the number of the newest that was sent: at one moment. */
  made: number
  newest: number
  /** What the browser says passes between there and the loudspeaker. */
  outputLatencyMs: number
  /** `sent` and `captured` are kept. */
  keeping: boolean
}

/** The module of the audio thread, served beside the page's own. */
export const workletPath = 'assets/bench.worklet.js'

/**
 * @param pace the microphone's worklet hears each piece of sound so many times: an hour of frames in less than an hour. Everything
 *   behind the device (resampler, messages, socket, core) has so many times the work.
 */
export function workletSource(pace: number): string {
  return `
const register = registerProcessor
const post = MessagePort.prototype.postMessage
let made = 0
MessagePort.prototype.postMessage = function (message, transfer) {
  if (message.peak !== undefined) Object.assign(message, { capturedAtMs: Date.now(), made: ++made })
  return transfer === undefined ? post.call(this, message) : post.call(this, message, transfer)
}
globalThis.registerProcessor = (name, Processor) => {
  if (name !== 'sam-capture') return register(name, Processor)
  register(name, class extends Processor {
    process(inputs, outputs, parameters) {
      let goesOn = true
      for (let time = 0; time < ${pace}; time++) goesOn = super.process(inputs, outputs, parameters)
      return goesOn
    }
  })
}
const silentAfterBlocks = 30
register('bench-ear', class extends AudioWorkletProcessor {
  silentBlocks = silentAfterBlocks
  process([input]) {
    const loud = input[0] !== undefined && input[0].some((sample) => sample !== 0)
    if (loud && this.silentBlocks >= silentAfterBlocks) this.port.postMessage(Date.now())
    this.silentBlocks = loud ? 0 : this.silentBlocks + 1
    return true
  }
})
`
}

interface ProbeOptions {
  /** What a person waits for. */
  ready: { selector: string; text: string }
  worklet: string
  /** See `workletSource`. What is not sent yet counts so many times less: the panel's own limit is one of time. */
  pace: number
}

/** A new page with an empty cache that writes down what it does, from its first line on; resolves when a person can use it. */
export async function openProbedPage(browser: Browser, address: string, pace: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 400, height: 620 }, locale: 'en-US' })
  const page = await context.newPage()
  const ready = { selector: '.state-word', text: 'Ready' }
  await page.addInitScript(probePage, { ready, worklet: `/${workletPath}`, pace })
  await page.goto(address)
  await page.waitForFunction(() => (window as unknown as { probe: Probe }).probe.interactiveMs)
  return page
}

export function readProbe(page: Page): Promise<Probe> {
  return page.evaluate(() => (window as unknown as { probe: Probe }).probe)
}

/** Runs in the page, so it may use nothing from outside. */
function probePage({ ready, worklet, pace }: ProbeOptions): void {
  const probe: Probe = {
    ...{ painted: [], sent: [], captured: [], arrived: [], sounded: [] },
    ...{ made: 0, newest: 0, outputLatencyMs: 0, keeping: false },
  }
  Object.assign(window, { probe })

  /** A task that comes after the next picture was painted. */
  const afterPaint = (then: () => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = then
      port2.postMessage(null)
    })

  const shown = { reply: -1, heard: -1 }
  const look = () => {
    if (probe.interactiveMs === undefined) {
      const place = document.querySelector(ready.selector)
      if (place?.textContent?.includes(ready.text)) {
        probe.interactiveMs = Number.NaN
        afterPaint(() => {
          probe.interactiveMs = performance.now()
        })
      }
    }
    for (const name of ['reply', 'heard'] as const) {
      const text = [...document.querySelectorAll(`.${name}`)].at(-1)?.textContent ?? ''
      const number = Number(/#(\d+)$/.exec(text)?.[1] ?? -1)
      if (number <= shown[name]) continue
      shown[name] = number
      afterPaint(() => probe.painted.push([number, Date.now()]))
    }
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true })

  let capturedAtMs = 0
  let lastClip = -1
  // What the probe itself keeps must not look like what the page keeps.
  const keepNewest = (list: unknown[]) => list.splice(0, list.length - 100)
  const numberOf = (bytes: ArrayBuffer | Uint8Array) =>
    (bytes instanceof Uint8Array ? new DataView(bytes.buffer, bytes.byteOffset) : new DataView(bytes)).getUint32(
      4,
      true,
    )
  window.WebSocket = class extends WebSocket {
    constructor(address: string | URL) {
      super(address)
      this.addEventListener('message', ({ data }) => {
        if (!(data instanceof ArrayBuffer)) return
        const clip = numberOf(data)
        if (clip <= lastClip) return
        lastClip = clip
        probe.arrived.push([clip, Date.now()])
        keepNewest(probe.arrived)
      })
    }

    override get bufferedAmount(): number {
      return super.bufferedAmount / pace
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (data instanceof Uint8Array) {
        probe.newest = numberOf(data)
        if (probe.keeping) probe.sent.push([probe.newest, Date.now()])
        if (probe.keeping && capturedAtMs > 0) probe.captured.push([probe.newest, capturedAtMs])
      }
      super.send(data)
    }
  }

  const Node = AudioWorkletNode
  window.AudioWorkletNode = class extends Node {
    constructor(context: BaseAudioContext, name: string, options?: AudioWorkletNodeOptions) {
      super(context, name, options)
      // Before the panel's own handler, which sends the frame in the same task.
      this.port.addEventListener('message', ({ data }) => {
        if (data.capturedAtMs === undefined) return
        capturedAtMs = data.capturedAtMs
        probe.made = data.made
      })
    }
  }
  const addModule = AudioWorklet.prototype.addModule
  AudioWorklet.prototype.addModule = async function (this: AudioWorklet, ...request) {
    await addModule.call(this, worklet)
    return addModule.apply(this, request)
  }
  const connect = AudioNode.prototype.connect as (this: AudioNode, target: AudioNode) => AudioNode
  AudioNode.prototype.connect = function (this: AudioNode, target: AudioNode) {
    if (target instanceof AudioDestinationNode) {
      const ear = new Node(target.context, 'bench-ear', { numberOfOutputs: 0 })
      ear.port.onmessage = ({ data }) => {
        probe.sounded.push(data)
        keepNewest(probe.sounded)
        probe.outputLatencyMs = ((target.context as AudioContext).outputLatency || 0) * 1000
      }
      connect.call(this, ear)
    }
    return connect.call(this, target)
  } as AudioNode['connect']
}
