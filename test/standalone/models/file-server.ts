import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ServedFile {
  bytes: Uint8Array
  etag?: string
  /** Cuts the connection after so many bytes of each answer. */
  cutAfter?: number
  /** Answers with this instead. */
  status?: number
  /** Says a length of its own. */
  contentLength?: number
  /** Sends the head and then nothing. */
  stall?: boolean
}

export interface FileServer {
  /** Address of a file by its name. */
  url(name: string): string
  files: Map<string, ServedFile>
  /** Every request: its file, and its Range header. */
  requests: { name: string; range: string | undefined }[]
  close(): Promise<void>
}

/** A server of files on this machine that knows ranges and can be told to misbehave. */
export async function startFileServer(): Promise<FileServer> {
  const files: FileServer['files'] = new Map()
  const requests: FileServer['requests'] = []
  const server = http.createServer((request, response) => {
    const name = (request.url ?? '').slice(1)
    const { range } = request.headers
    requests.push({ name, range })
    const file = files.get(name)
    if (file === undefined || file.status !== undefined) {
      response.writeHead(file?.status ?? 404).end()
      return
    }
    const etag = file.etag ?? '"1"'
    const same = request.headers['if-range'] === undefined || request.headers['if-range'] === etag
    const asked = same ? Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0) : 0
    if (asked >= file.bytes.length && asked > 0) {
      response.writeHead(416, { 'content-range': `bytes */${file.bytes.length}` }).end()
      return
    }
    const rest = file.bytes.subarray(asked)
    const range206 = { 'content-range': `bytes ${asked}-${file.bytes.length - 1}/${file.bytes.length}` }
    response.writeHead(asked > 0 ? 206 : 200, {
      etag,
      'content-length': file.contentLength ?? rest.length,
      ...(asked > 0 ? range206 : {}),
    })
    if (file.stall) return void response.flushHeaders()
    if (file.cutAfter === undefined) return void response.end(rest)
    response.write(rest.subarray(0, file.cutAfter), () => setTimeout(() => response.destroy(), 20))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: (name) => `http://127.0.0.1:${port}/${name}`,
    files,
    requests,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** The address of a file where nobody listens any more, as without a network. */
export async function closedAddress(name: string): Promise<string> {
  const server = await startFileServer()
  await server.close()
  return server.url(name)
}
