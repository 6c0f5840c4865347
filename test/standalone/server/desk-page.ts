import http from 'node:http'
import type {
  AnswerLine,
  RequestInput,
  RequestName,
  RequestResults,
} from '../../../src/app/server/requests/page-requests.ts'
import type { UploadAnswer } from '../../../src/app/server/requests/upload-requests.ts'
import type { ErrorRecord } from '../../../src/core/errors.ts'
import { logIn, type Running } from './fixtures.ts'

export interface RawAnswer {
  status: number
  body: string
}

/** A page beside Talk without a browser. */
export class DeskPage {
  readonly #port: number
  readonly #headers: Record<string, string>

  constructor(port: number, headers: Record<string, string>) {
    this.#port = port
    this.#headers = headers
  }

  static async open({ server }: Running): Promise<DeskPage> {
    const cookie = await logIn(server)
    return new DeskPage(server.port, { Cookie: cookie, Origin: `http://127.0.0.1:${server.port}` })
  }

  send(method: string, target: string, body: string | Uint8Array = '', headers?: Record<string, string>) {
    return new Promise<RawAnswer>((resolve, reject) => {
      const request = http.request(
        { host: '127.0.0.1', port: this.#port, path: target, method, headers: headers ?? this.#headers },
        (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (part: string) => {
            text += part
          })
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
        },
      )
      request.on('error', reject)
      request.end(body)
    })
  }

  async lines<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<AnswerLine<Name>[]> {
    const { body } = await this.send('POST', `/requests/${name}`, JSON.stringify(input))
    return body
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as AnswerLine<Name>)
  }

  async ask<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestResults[Name]> {
    const last = (await this.lines(name, input)).at(-1)
    if (last === undefined || !('result' in last)) throw new Error(`${name}: ${JSON.stringify(last)}`)
    return last.result
  }

  async refusal<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<ErrorRecord> {
    const last = (await this.lines(name, input)).at(-1)
    if (last === undefined || !('error' in last)) throw new Error(`${name}: ${JSON.stringify(last)}`)
    return last.error
  }

  async upload(purpose: 'import' | 'voice', name: string, content: string | Uint8Array): Promise<UploadAnswer> {
    const query = new URLSearchParams({ name, purpose })
    const { body } = await this.send('PUT', `/uploads?${query}`, content)
    return (JSON.parse(body) as { result: UploadAnswer }).result
  }
}
