import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { ServerModel, type ServerModelOptions } from '../../../src/agent/local-model/server-model.ts'
import type { GenerationRequest } from '../../../src/agent/ports.ts'

/** An event in the wire format of OpenAI's chat completions, as local servers speak it. */
export const event = (body: object) => `data: ${JSON.stringify(body)}\n\n`
export const delta = (part: object, finish: string | null = null) =>
  event({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: part, finish_reason: finish }] })
export const chunk = (content: string, finish: string | null = null) => delta({ content }, finish)
export const done = 'data: [DONE]\n\n'

/** A model behind a stand-in of a server that answers like this. */
export async function serverModel(
  answer: (response: http.ServerResponse) => void,
  {
    models = '{"data":[{"id":"my-model"},{"id":"other"}]}',
    ...options
  }: Partial<ServerModelOptions> & { models?: string } = {},
) {
  const asked: { path: string; body: string }[] = []
  const server = http.createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      asked.push({ path: request.url ?? '', body })
      if (request.url === '/v1/models') return response.end(models)
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      answer(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const model = new ServerModel({ url: `http://127.0.0.1:${port}`, ...options })
  let heard = ''
  const ask = (request: Partial<GenerationRequest> = {}) =>
    model.generate({
      messages: [{ role: 'user', content: 'hi' }],
      maximumTokens: 20,
      signal: new AbortController().signal,
      onText: (piece) => {
        heard += piece
      },
      ...request,
    })
  return { ask, asked, heard: () => heard }
}
