import { describe, expect, it } from 'vitest'
import type { ChatMessage, OfferedTool } from '../../../src/agent/ports.ts'
import { chunk, delta, done, event, serverModel } from './chat-server.ts'

const schema = { type: 'object', properties: { place: { type: 'string' } } }
const tools: OfferedTool[] = [{ name: 'weather_now', description: 'Tells the weather.', inputSchema: schema }]
const call = (piece: object, finish: string | null = null) => delta({ tool_calls: [piece] }, finish)
const named = (name: string, json?: unknown) => ({ name, ...(json === undefined ? {} : { arguments: json }) })
const whole = (place: string) => named('weather_now', JSON.stringify({ place }))

const porto = { callId: 'a', tool: 'weather_now', input: { place: 'Porto' } }
const rome = { callId: 'b', tool: 'weather_now', input: { place: 'Rome' } }
const end = `${delta({}, 'tool_calls')}${done}`

describe('calls of tools of a server', () => {
  it.each<[string, string, object[]]>([
    [
      'in pieces that are mixed',
      call({ index: 0, id: 'a', function: named('weather_now', '') }) +
        call({ index: 1, id: 'b', function: named('weather_now', '{"pla') }) +
        call({ index: 0, function: { arguments: '{"place":' } }) +
        call({ index: 1, function: { arguments: 'ce":"Rome"}' } }) +
        call({ index: 0, function: { arguments: '"Porto"}' } }) +
        end,
      [porto, rome],
    ],
    [
      'whole, without a position',
      call({ id: 'a', function: whole('Porto') }) + call({ id: 'b', function: whole('Rome') }) + end,
      [porto, rome],
    ],
    [
      'whole, each at the same position',
      call({ index: 0, id: 'a', function: whole('Porto') }) +
        call({ index: 0, id: 'b', function: whole('Rome') }) +
        end,
      [porto, rome],
    ],
    [
      'in pieces without a position',
      call({ id: 'a', function: named('weather_now', '{"place":') }) +
        call({ function: { arguments: '"Porto"}' } }) +
        end,
      [porto],
    ],
    [
      'with their name in each piece',
      call({ index: 0, id: 'a', function: named('weather_now', '{"place":') }) +
        call({ index: 0, id: 'a', function: named('weather_now', '"Porto"}') }) +
        end,
      [porto],
    ],
    [
      'with an object for their input',
      call({ index: 0, id: 'a', function: named('weather_now', { place: 'Porto' }) }) + end,
      [porto],
    ],
    ['without an input', call({ index: 0, id: 'a', function: named('weather_now') }) + end, [{ ...porto, input: {} }]],
    ['without an id', call({ index: 0, function: whole('Porto') }) + end, [{ ...porto, callId: 'call-1' }]],
    [
      'of tools that do not exist',
      call({ index: 0, id: 'a', function: named('rm_rf', '{}') }) + end,
      [{ callId: 'a', tool: 'rm_rf', input: {} }],
    ],
    [
      'with what is no JSON',
      call({ index: 0, id: 'a', function: named('weather_now', '{"place":Porto}') }) + end,
      [{ ...porto, input: undefined }],
    ],
    [
      'that the limit cut off before their input',
      call({ index: 0, id: 'a', function: whole('Porto') }) +
        call({ index: 1, id: 'b', function: named('weather_now') }, 'length') +
        done,
      [porto, { ...rome, input: undefined }],
    ],
    [
      'that a lost stream cut off before their input',
      call({ index: 0, id: 'a', function: named('weather_now') }),
      [{ ...porto, input: undefined }],
    ],
  ])('%s', async (_name, stream, toolCalls) => {
    const { ask } = await serverModel((response) => response.end(chunk('Let me look.') + stream))
    expect(await ask({ tools })).toMatchObject({ text: 'Let me look.', stoppedBy: 'tool-calls', toolCalls })
  })

  it('are asked for, and their results given back', async () => {
    const { ask, asked } = await serverModel((response) => response.end(chunk('Rain.', 'stop') + done))
    const messages: ChatMessage[] = [
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: '', toolCalls: [porto], native: { ignored: true } },
      { role: 'tool', callId: 'a', tool: 'weather_now', content: 'rain' },
    ]
    await ask({ messages, tools, toolChoice: 'required' })
    const body = JSON.parse(asked.at(-1)?.body ?? '') as object
    expect(body).toMatchObject({
      messages: [
        { role: 'user' },
        {
          role: 'assistant',
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'weather_now', arguments: '{"place":"Porto"}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'a', content: 'rain' },
      ],
      tools: [{ type: 'function', function: { name: 'weather_now', parameters: schema } }],
      tool_choice: 'required',
    })
    expect(JSON.stringify(body)).not.toMatch(/ignored/)
  })
})

describe('what goes wrong with a server', () => {
  it('an error in the middle of the answer is no end of it', async () => {
    const { ask } = await serverModel((response) =>
      response.end(chunk('Once') + event({ error: { message: 'out of memory' } }) + done),
    )
    await expect(ask()).rejects.toMatchObject({ code: 'model-failed' })
  })

  it.each([
    ['silent', { silenceMs: 150, longestMs: 60_000 }, 1_000_000],
    ['dripping', { silenceMs: 60_000, longestMs: 400 }, 20],
  ])('a %s one is given up', async (_name, patience, everyMs) => {
    const { ask } = await serverModel(
      (response) => {
        response.write(chunk('Once'))
        const drip = setInterval(() => response.write(chunk('.')), everyMs)
        response.on('close', () => clearInterval(drip))
      },
      { patience },
    )
    await expect(ask()).rejects.toMatchObject({ code: 'model-unreachable' })
  })
})
