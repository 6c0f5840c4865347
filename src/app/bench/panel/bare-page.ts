import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { WebSocketServer } from 'ws'
import type { ArrivedFrame } from './measured-engine.ts'
import { openProbedPage, workletPath, workletSource } from './page-probe.ts'

/** What a page without a panel does with the same socket: the least that any panel could cost. */
export interface BarePage {
  readonly page: Page
  readonly arrived: readonly ArrivedFrame[]
  /** Puts words into the page. */
  show(text: string): void
  /** Plays samples at 48 kHz. @param clip its number */
  play(clip: number, samples: Float32Array): void
  /** A new page of the same kind. */
  open(): Promise<Page>
  close(): Promise<void>
}

const document = `<!doctype html><html lang="en"><title>bare</title><body>
<p class="state-word"></p><p class="reply"></p><script src="/bare.js"></script></body></html>`

/** Says "Ready" once the core has answered, shows words, plays sound, and sends a frame of 20 ms of sound 50 times a second. */
const script = `
const socket = new WebSocket('ws://' + location.host + '/socket')
socket.binaryType = 'arraybuffer'
let context
document.onclick = async () => {
  context = new AudioContext({ sampleRate: 48000, latencyHint: 'interactive' })
  await context.audioWorklet.addModule('/empty.js')
  let number = 0
  setInterval(() => {
    const frame = new Uint8Array(656)
    new DataView(frame.buffer).setUint32(4, number++, true)
    socket.send(frame)
  }, 20)
  document.querySelector('.state-word').textContent = 'Sending'
}
socket.onopen = () => socket.send('hello')
socket.onmessage = ({ data }) => {
  if (data === 'hello') document.querySelector('.state-word').textContent = 'Ready'
  else if (typeof data === 'string') document.querySelector('.reply').textContent = data
  else {
    const samples = new Float32Array(data, 16)
    const buffer = context.createBuffer(1, samples.length, 48000)
    buffer.copyToChannel(samples, 0)
    const source = context.createBufferSource()
    source.buffer = buffer
    source.connect(context.destination)
    source.start()
  }
}
`

const files: Record<string, [type: string, body: string]> = {
  '/': ['text/html', document],
  '/bare.js': ['text/javascript', script],
  '/empty.js': ['text/javascript', ''],
  [`/${workletPath}`]: ['text/javascript', workletSource(1)],
}

export async function openBarePage(browser: Browser): Promise<BarePage> {
  const arrived: ArrivedFrame[] = []
  const server = http.createServer((request, response) => {
    const [type, body] = files[request.url ?? ''] ?? ['text/plain', '']
    response.writeHead(200, { 'Content-Type': type }).end(body)
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) arrived.push({ sequence: data.readUInt32LE(4), atMs: Date.now() })
      else socket.send('hello')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Only one page is open while something is shown or played.
  const send = (data: string | Buffer) => {
    for (const socket of sockets.clients) socket.send(data)
  }
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const open = () => openProbedPage(browser, address, 1)
  return {
    page: await open(),
    arrived,
    open,
    show: send,
    play(clip, samples) {
      const frame = Buffer.alloc(16 + samples.byteLength)
      frame.writeUInt32LE(clip, 4)
      Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).copy(frame, 16)
      send(frame)
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
