import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { SamError, toSamError } from '../../core/errors.ts'
import type { Logger } from '../../core/log.ts'
import type { ExportFormat, PanelDesk } from './desk-port.ts'
import { readJsonBody } from './json-body.ts'
import {
  type AnswerLine,
  type CheckedInput,
  type RequestCall,
  type RequestName,
  requestInputs,
} from './requests/page-requests.ts'
import { uploadInput } from './requests/upload-requests.ts'

const requestPath = '/requests/'
const uploadPath = '/uploads'
const exportTypes: Record<ExportFormat, string> = { jsonl: 'application/jsonl', md: 'text/markdown' }

export interface DeskRoutesOptions {
  desk: PanelDesk
  logger: Logger
  /** Headers of every answer. */
  headers: Record<string, string>
}

/**
 * What the pages beside Talk ask: `POST /requests/<name>` with JSON, answered in JSON lines; `PUT /uploads` with a file; and
 * `GET /memory.jsonl`, `/memory.md` as downloads. Whoever calls this has made sure that our own page asks. False: none of these.
 */
export function createDeskRoutes({ desk, logger, headers }: DeskRoutesOptions) {
  const reply = (response: ServerResponse, status: number, line: unknown) => {
    response.writeHead(status, { ...headers, 'Content-Type': 'application/jsonl', Connection: 'close' })
    response.end(`${JSON.stringify(line)}\n`)
  }
  const refuse = (response: ServerResponse, thrown: unknown) => {
    const error = toSamError(thrown)
    reply(response, error.kind === 'failed' ? 400 : 403, { error: error.toJSON() })
  }

  const answerRequest = async (name: RequestName, request: IncomingMessage, response: ServerResponse) => {
    const parsed = requestInputs[name].safeParse(await readJsonBody(request))
    if (!parsed.success) throw new SamError('request-invalid', `${name}: ${z.prettifyError(parsed.error)}`)
    const gone = new AbortController()
    response.on('close', () => gone.abort(new SamError('cancelled', 'Cancelled.', { kind: 'cancelled' })))
    response.writeHead(200, { ...headers, 'Content-Type': 'application/jsonl' })
    const say = (line: AnswerLine<RequestName>) => response.write(`${JSON.stringify(line)}\n`)
    const call: RequestCall = { signal: gone.signal, onProgress: (progress) => say({ progress }) }
    try {
      say({ result: await handle(desk, name, parsed.data, call) })
    } catch (thrown) {
      const error = toSamError(thrown)
      if (error.code === 'unexpected') logger.error('a page was not answered', { name, error: error.message })
      say({ error: error.toJSON() })
    }
    response.end()
  }

  const receiveUpload = async (url: URL, request: IncomingMessage, response: ServerResponse) => {
    const parsed = uploadInput.safeParse(Object.fromEntries(url.searchParams))
    if (!parsed.success) throw new SamError('request-invalid', `uploads: ${z.prettifyError(parsed.error)}`)
    const announcedBytes = Number(request.headers['content-length'] ?? 0)
    const result = await desk.receive({ ...parsed.data, announcedBytes }, request)
    response.writeHead(200, { ...headers, 'Content-Type': 'application/jsonl' })
    response.end(`${JSON.stringify({ result })}\n`)
  }

  const download = async (format: ExportFormat, response: ServerResponse) => {
    response.writeHead(200, {
      ...headers,
      'Content-Type': `${exportTypes[format]}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="sam-memory.${format}"`,
    })
    await pipeline(Readable.from(desk.exportMemory(format)), response).catch((thrown: unknown) => {
      logger.warn('an export was cut off', { error: String(thrown) })
    })
  }

  return (url: URL, request: IncomingMessage, response: ServerResponse): boolean => {
    const { pathname } = url
    const { method } = request
    const name = pathname.slice(requestPath.length)
    if (method === 'POST' && pathname.startsWith(requestPath) && isRequestName(name)) {
      answerRequest(name, request, response).catch((thrown: unknown) => refuse(response, thrown))
      return true
    }
    if (method === 'PUT' && pathname === uploadPath) {
      receiveUpload(url, request, response).catch((thrown: unknown) => refuse(response, thrown))
      return true
    }
    const format = /^\/memory\.(jsonl|md)$/.exec(pathname)?.[1] as ExportFormat | undefined
    if (method === 'GET' && format !== undefined) {
      void download(format, response)
      return true
    }
    return false
  }
}

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requestInputs, name)
}

/** The input was checked by the schema of this very name, which the compiler cannot follow through the table. */
function handle<Name extends RequestName>(desk: PanelDesk, name: Name, input: unknown, call: RequestCall) {
  return desk.handlers[name](input as CheckedInput<Name>, call)
}
