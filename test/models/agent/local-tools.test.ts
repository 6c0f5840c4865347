import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { loadEngine } from '../../../src/agent/local-model/engine.ts'
import { createLocalModel, type LocalModel } from '../../../src/agent/local-model.ts'
import type { ChatMessage, GenerationRequest, OfferedTool } from '../../../src/agent/ports.ts'
import { agentPrompt } from '../../../src/agent/prompts.ts'
import { contextNote } from '../../../src/agent/turn/context-note.ts'
import { toolsForClaude, toolsForLocal } from '../../../src/agent/turn/offered-tools.ts'
import { silentLogger } from '../../../src/core/log.ts'
import type { ToolDescription } from '../../../src/tools/ports.ts'
import { ownTools } from '../../standalone/tools/own-tools.ts'
import { installedModels } from '../installed-models.ts'

const id = 'smollm2-135m-instruct'
const cacheFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-local-tools-'))
const modelPath = () => installedModels.locate(id).files['model'] ?? ''
const asked = (...contents: string[]): ChatMessage[] => [
  { role: 'system', content: agentPrompt },
  ...contents.map((content, index): ChatMessage => ({ role: index % 2 === 0 ? 'user' : 'assistant', content })),
]

afterAll(() => fs.rmSync(cacheFolder, { recursive: true, force: true }))

describe(`tools with ${id}`, () => {
  let model: LocalModel
  let described: readonly ToolDescription[]
  beforeAll(() => {
    described = ownTools().list()
    model = createLocalModel({ id, locate: modelPath, cacheFolder, callsTools: true, log: silentLogger })
  })
  afterAll(() => model.dispose())

  const generate = (tools: readonly OfferedTool[], request: Partial<GenerationRequest> = {}) =>
    model.generate({
      messages: asked('What is the weather?'),
      maximumTokens: 60,
      tools,
      signal: new AbortController().signal,
      onText: () => undefined,
      ...request,
    })

  it('writes only calls that fit the schema, of each of SAM’s own tools', async () => {
    const all = toolsForClaude(
      described,
      described.map(({ name }) => name.split('.', 1)[0] ?? ''),
    )
    expect(all.length).toBe(described.length)
    let whole = 0
    const wrong: string[] = []
    for (const tool of all) {
      const { toolCalls = [] } = await generate([tool], {
        messages: [{ role: 'user', content: tool.description }],
        toolChoice: 'required',
      })
      const [call] = toolCalls
      expect(toolCalls).toHaveLength(1)
      if (call?.input === undefined) continue
      whole += 1
      const fits = z.fromJSONSchema(tool.inputSchema as never).safeParse(call.input).success
      if (call.tool !== tool.name || !fits) wrong.push(`${call.tool} ${JSON.stringify(call.input)}`)
    }
    expect(wrong).toEqual([])
    // A small model goes on and on in some texts; what the limit cuts off has no input.
    expect(whole / all.length).toBeGreaterThan(0.7)
  }, 600_000)

  it('gives a call that was cut off no input', async () => {
    const [tool] = toolsForLocal(described.filter(({ name }) => name === 'notes.create'))
    for (const maximumTokens of [1, 4, 8, 12]) {
      const { toolCalls } = await generate(tool === undefined ? [] : [tool], { toolChoice: 'required', maximumTokens })
      expect(
        toolCalls?.map(({ input }) => input),
        String(maximumTokens),
      ).toEqual([undefined])
    }
  })

  it('writes no call where only words are wanted', async () => {
    const { toolCalls, text } = await generate(toolsForLocal(described).slice(0, 8), { toolChoice: 'none' })
    expect(toolCalls).toBeUndefined()
    expect(text).not.toBe('')
  })

  it('computes tools and earlier turns only once', async () => {
    const tools = toolsForLocal(described).slice(0, 12)
    const first = await generate(tools, { messages: asked('Name a fruit.'), toolChoice: 'none', maximumTokens: 20 })
    const messages = asked('Name a fruit.', first.text, 'Name another one.')
    const second = await generate(tools, { messages, toolChoice: 'none', maximumTokens: 20 })
    expect(first.promptTokens).toBeGreaterThan(500)
    expect(second.reusedTokens).toBeGreaterThanOrEqual(0.9 * first.promptTokens)
  }, 120_000)
})

describe('the budget of a note', () => {
  const texts = {
    English: 'The user likes short answers and lives in a small town near the river with two dogs. ',
    German: 'Die Nutzerin wohnt übrigens in Köln und möchte möglichst kurze Überblicke über Straßenbahnen. ',
    Portuguese: 'O usuário não gosta de reuniões às segundas-feiras e prefere ações rápidas. ',
    Russian: 'Пользователь живёт в Москве и любит короткие ответы. ',
    Chinese: '用户住在上海,喜欢简短的回答,也喜欢喝茶。',
    Japanese: 'ユーザーは東京に住んでいて、短い答えが好きです。',
    Arabic: 'المستخدم يعيش في القاهرة ويحب الأجوبة القصيرة. ',
    emoji: '🎉👩‍👩‍👧‍👦🚀🧑🏽‍🚒',
    numbers: '4711 0815 2025-11-22 16:20:31 +351912345678 ',
    code: 'a={b:[1,2],c:(d)=>e?.f??g}; //x\\y\\z ',
    shouting: 'INVOICE NUMBER ABX-QRT ',
  }

  it(`holds by the tokens of ${id}, in every script`, async () => {
    const engine = await loadEngine({ id, modelPath: modelPath(), contextTokens: 512, log: silentLogger })
    const at = new Date(2025, 10, 22)
    for (const [name, text] of Object.entries(texts)) {
      for (const budget of [100, 400, 1000]) {
        const recollections = [3, 2, 4, 1, 5, 2, 1].map((times) => ({ text: text.repeat(times), at, source: 'told' }))
        const note = contextNote({ now: at, recollections }, budget) ?? ''
        expect(engine.model.tokenize(note).length, `${name} ${budget}`).toBeLessThanOrEqual(budget)
      }
    }
    await engine.dispose()
  })
})
