import http from 'node:http'
import type { AddressInfo } from 'node:net'

// A stand-in for a user's own model server (OpenAI's wire format), to be killed in the middle of an answer: it writes slowly.
const everyMs = 100
const words = 'Because blue light is scattered more than red light is by the air above us.'.split(' ')
const [port = '0'] = process.argv.slice(2)
const server = http.createServer((request, response) => {
  if (request.url?.endsWith('/models')) return response.end(JSON.stringify({ data: [{ id: 'stand-in' }] }))
  response.writeHead(200, { 'Content-Type': 'text/event-stream' })
  const tell = (delta: object, finish: string | null) =>
    response.write(`data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`)
  let next = 0
  const timer = setInterval(() => {
    const word = words[next++]
    if (word !== undefined) return tell({ content: `${word} ` }, null)
    tell({}, 'stop')
    clearInterval(timer)
    response.end('data: [DONE]\n\n')
  }, everyMs)
  response.on('close', () => clearInterval(timer))
})
server.listen(Number(port), '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit(0))
