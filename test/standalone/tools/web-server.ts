import http from 'node:http'
import type { AddressInfo } from 'node:net'

type Answer = { status?: number; headers?: Record<string, string>; body: string | Buffer } | 'silence' | 'cut'

/** A real server on loopback that answers by path; `seen` holds every address it was asked for. */
export async function serve(answers: Record<string, Answer | ((url: URL) => Answer)>) {
  const seen: URL[] = []
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    seen.push(url)
    const found = answers[url.pathname] ?? { status: 404, body: '' }
    const answer = typeof found === 'function' ? found(url) : found
    if (answer === 'silence') return
    if (answer === 'cut') return void request.socket.destroy()
    response.writeHead(answer.status ?? 200, { 'Content-Type': 'text/plain', ...answer.headers }).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    seen,
    address: (path: string) => `http://127.0.0.1:${port}${path}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
