import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { WebSocket } from 'ws'
import type { DownwardMessage, UpwardMessage } from '../../../src/app/server/messages.ts'
import { type PanelServer, startPanelServer } from '../../../src/app/server/panel-server.ts'
import { createPanelSpeech, type PanelSpeech } from '../../../src/app/server/panel-speech.ts'
import { ScriptedEngine } from '../../e2e/scripted-engine.ts'
import { openTestDesk, type TestDesk } from '../../e2e/test-desk.ts'

export function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'sam-server-'))
}

/** A page of a few bytes stands for the built one: the server does not look inside. */
function tinyPage(): string {
  const folder = temporaryFolder()
  fs.mkdirSync(path.join(folder, 'assets'))
  fs.writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>SAM</title>')
  fs.writeFileSync(path.join(folder, 'assets', 'page-1234.js'), 'export {}')
  fs.writeFileSync(path.join(folder, '.built-from'), 'not for the outside')
  return folder
}

export interface Running {
  engine: ScriptedEngine
  speech: PanelSpeech
  server: PanelServer
  desk: TestDesk
  assetsFolder: string
  shown: string[]
}

export async function startServer(options: { graceMs?: number; unreadBytes?: number } = {}): Promise<Running> {
  const engine = new ScriptedEngine()
  const speech = createPanelSpeech(options.graceMs)
  const shown: string[] = []
  // Without models: only words are searched.
  const desk = await openTestDesk(temporaryFolder())
  const assetsFolder = tinyPage()
  const server = await startPanelServer({
    engine,
    desk: desk.desk,
    speech,
    assetsFolder,
    port: 0,
    onShowRequested: (url) => shown.push(url),
    ...(options.unreadBytes === undefined ? {} : { limits: { unreadBytes: options.unreadBytes } }),
  })
  return { engine, speech, server, desk, assetsFolder, shown }
}

export interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  body: string
}

/** One request with exactly these headers; `fetch` would not let a test name another Host. */
export function ask(
  port: number,
  target: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port, path: target, method, headers, agent: false },
      (response) => {
        let body = ''
        response.on('data', (part) => {
          body += part
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
      },
    )
    request.on('error', reject)
    request.end()
  })
}

/** Opens the panel as a browser does, and answers its cookie. */
export async function logIn(server: PanelServer): Promise<string> {
  const { search } = new URL(server.createAddress())
  const answer = await ask(server.port, `/${search}`)
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
}

/** A page without a browser. */
export class TestPage {
  readonly messages: DownwardMessage[] = []
  readonly frames: Uint8Array[] = []
  readonly closed: Promise<{ code: number }>
  readonly socket: WebSocket

  constructor(socket: WebSocket) {
    this.socket = socket
    this.closed = new Promise((resolve) => socket.on('close', (code) => resolve({ code })))
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.frames.push(new Uint8Array(data))
      else this.messages.push(JSON.parse(data.toString()) as DownwardMessage)
    })
    socket.on('error', () => {})
  }

  send(message: UpwardMessage): void {
    this.socket.send(JSON.stringify(message))
  }

  /** The first message of a type, as soon as it is there. */
  async got<Type extends DownwardMessage['type']>(
    type: Type,
    nth = 1,
  ): Promise<Extract<DownwardMessage, { type: Type }>> {
    for (;;) {
      const found = this.messages.filter(
        (message): message is Extract<DownwardMessage, { type: Type }> => message.type === type,
      )[nth - 1]
      if (found !== undefined) return found
      await pause()
    }
  }
}

export const pause = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms))

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause()
}

export function openSocket(
  port: number,
  headers: Record<string, string>,
): Promise<{ page: TestPage } | { refused: number }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers })
    const page = new TestPage(socket)
    socket.on('open', () => resolve({ page }))
    socket.on('unexpected-response', (_request, response) => {
      resolve({ refused: response.statusCode ?? 0 })
      socket.terminate()
    })
    socket.on('error', reject)
  })
}

/** An admitted page that said hello. */
export async function joinPage(server: PanelServer): Promise<TestPage> {
  const cookie = await logIn(server)
  const opened = await openSocket(server.port, { Origin: `http://127.0.0.1:${server.port}`, Cookie: cookie })
  if ('refused' in opened) throw new Error(`refused with ${opened.refused}`)
  opened.page.send({ type: 'hello', protocol: 1 })
  await opened.page.got('snapshot')
  return opened.page
}
