import type http from 'node:http'
import { describe, expect, it } from 'vitest'
import { ServerModel } from '../../../src/agent/local-model/server-model.ts'
import { chunk, event, serverModel } from './chat-server.ts'

const usage = event({ choices: [], usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 } })

describe('a model behind an OpenAI-compatible server', () => {
  it('asks the first model that the server has, and streams its answer', async () => {
    const { ask, asked, heard } = await serverModel((response) => {
      response.write(chunk('Hel').slice(0, 20))
      setTimeout(() => response.end(`${chunk('Hel').slice(20)}${chunk('lo.', 'stop')}${usage}data: [DONE]\n\n`), 20)
    })
    expect(await ask()).toMatchObject({ text: 'Hello.', stoppedBy: 'end', promptTokens: 12, outputTokens: 3 })
    expect(heard()).toBe('Hello.')
    expect(asked.map(({ path }) => path)).toEqual(['/v1/models', '/v1/chat/completions'])
    expect(JSON.parse(asked[1]?.body ?? '')).toMatchObject({ model: 'my-model', max_tokens: 20, stream: true })
    await ask()
    expect(asked).toHaveLength(3)
  })

  it('says when the answer was too long', async () => {
    const { ask } = await serverModel((response) => response.end(`${chunk('a', 'length')}data: [DONE]\n\n`))
    expect(await ask()).toMatchObject({ stoppedBy: 'token-limit' })
  })

  it('stops at once when the user stops it', async () => {
    const stop = new AbortController()
    const { ask } = await serverModel((response) => {
      response.write(chunk('Once upon'))
      setTimeout(() => stop.abort(), 30)
    })
    expect(await ask({ signal: stop.signal })).toMatchObject({ text: 'Once upon', stoppedBy: 'cancelled' })
  })

  it.each([
    ['an error page', (response: http.ServerResponse) => response.end('data: <html>\n\n'), 'model-failed'],
    ['another shape', (response: http.ServerResponse) => response.end('data: {"choices":"none"}\n\n'), 'model-failed'],
    ['a lost connection', (response: http.ServerResponse) => response.destroy(), 'model-unreachable'],
  ])('%s is told as what it is', async (_name, answer, code) => {
    const { ask } = await serverModel(answer)
    await expect(ask()).rejects.toMatchObject({ code })
  })

  it('a server without a model is told', async () => {
    const { ask } = await serverModel(() => {}, { models: '{"data":[]}' })
    await expect(ask()).rejects.toMatchObject({ code: 'model-failed' })
  })

  it('a server that is not there names the remedy', async () => {
    const model = new ServerModel({ url: 'http://127.0.0.1:9' })
    const request = { messages: [], maximumTokens: 1, signal: new AbortController().signal, onText() {} }
    await expect(model.generate(request)).rejects.toMatchObject({ code: 'model-unreachable', kind: 'missing' })
  })

  it('offline it asks nothing of another machine, and still one on this', async () => {
    const sent: unknown[] = []
    const other = new ServerModel({ url: 'http://192.0.2.1:1234', offline: true, onSending: (one) => sent.push(one) })
    const request = { messages: [], maximumTokens: 1, signal: new AbortController().signal, onText() {} }
    await expect(other.generate(request)).rejects.toMatchObject({ code: 'offline' })
    expect(sent).toEqual([])
    const own = new ServerModel({ url: 'http://127.0.0.1:9', offline: true })
    await expect(own.generate(request)).rejects.toMatchObject({ code: 'model-unreachable' })
  })

  it.each(['', 'localhost', 'ftp://host'])('%j is no address', (url) => {
    expect(() => new ServerModel({ url })).toThrow(expect.objectContaining({ kind: 'usage' }))
  })
})
