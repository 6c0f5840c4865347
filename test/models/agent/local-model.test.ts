import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLocalModel, type LocalModel } from '../../../src/agent/local-model.ts'
import type { ChatMessage, Generation, GenerationRequest } from '../../../src/agent/ports.ts'
import { systemPrompt } from '../../../src/agent/prompts.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { installedModels } from '../installed-models.ts'

const id = 'smollm2-135m-instruct'
const runFile = promisify(execFile)

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-local-model-'))
const cacheFolder = path.join(work, 'cache')
const modelPath = () => installedModels.locate(id).files['model'] ?? ''

const asked = (...contents: string[]): ChatMessage[] => [
  { role: 'system', content: systemPrompt },
  ...contents.map((content, index): ChatMessage => ({ role: index % 2 === 0 ? 'user' : 'assistant', content })),
]

function generate(model: LocalModel, request: Partial<GenerationRequest>): Promise<Generation> {
  return model.generate({
    messages: asked('What is the capital of France?'),
    maximumTokens: 40,
    signal: new AbortController().signal,
    onText: () => undefined,
    ...request,
  })
}

/** What a new process makes of it, with what others left in the cache folder. */
async function inAnotherProcess(folder: string): Promise<Generation> {
  const script = fileURLToPath(new URL('answer-once.ts', import.meta.url))
  const { stdout } = await runFile(process.execPath, [script, modelPath(), folder, 'What is the capital of France?'])
  return JSON.parse(stdout)
}

afterAll(() => fs.rmSync(work, { recursive: true, force: true }))

describe(`LocalModel with ${id}`, () => {
  let model: LocalModel
  beforeAll(() => {
    model = createLocalModel({ id, locate: modelPath, cacheFolder, log: silentLogger })
  })
  afterAll(() => model.dispose())

  it('answers a question, streaming what it returns', async () => {
    const pieces: string[] = []
    const answer = await generate(model, { onText: (delta) => pieces.push(delta) })
    expect(answer.text).toContain('Paris')
    expect(pieces.length).toBeGreaterThan(2)
    expect(pieces.join('')).toBe(answer.text)
    expect(answer.stoppedBy).toBe('end')
    expect(answer.text).not.toMatch(/<\||im_end/)
  })

  it('says the same thing each time', async () => {
    const first = await generate(model, {})
    const second = await generate(model, {})
    expect(second.text).toBe(first.text)
  })

  it('computes only what is new of a conversation', async () => {
    const first = await generate(model, { messages: asked('Name a fruit.') })
    const messages = asked('Name a fruit.', first.text, 'Name another one.')
    const second = await generate(model, { messages })
    expect(second.reusedTokens).toBeGreaterThanOrEqual(first.promptTokens)
    expect(second.promptTokens).toBeGreaterThan(second.reusedTokens)
  })

  it('keeps the system prompt when the conversation is another', async () => {
    const other = await generate(model, { messages: asked('Tell me about trees.') })
    const { reusedTokens } = await generate(model, { messages: asked('Who are you?') })
    expect(reusedTokens).toBeGreaterThan(50)
    expect(reusedTokens).toBeLessThan(other.promptTokens)
  })

  it('stops where it is cancelled', async () => {
    const cut = new AbortController()
    let shown = ''
    const answer = await generate(model, {
      messages: asked('Tell me a long story about a fox.'),
      maximumTokens: 160,
      signal: cut.signal,
      onText: (delta) => {
        shown += delta
        if (shown.length > 20) cut.abort()
      },
    })
    expect(answer.stoppedBy).toBe('cancelled')
    expect(answer.text).toBe(shown)
    expect(answer.outputTokens).toBeLessThan(40)
    // It is well again afterwards.
    expect((await generate(model, {})).text).toContain('Paris')
  })

  it('does not begin what is cancelled already', async () => {
    expect(await generate(model, { signal: AbortSignal.abort() })).toMatchObject({ stoppedBy: 'cancelled', text: '' })
  })

  it('stops at the token limit', async () => {
    const answer = await generate(model, { messages: asked('Tell me a long story.'), maximumTokens: 5 })
    expect(answer).toMatchObject({ stoppedBy: 'token-limit', outputTokens: 5 })
  })

  it('answers one request after another', async () => {
    const answers = await Promise.all([generate(model, {}), generate(model, { messages: asked('Say hello.') })])
    expect(answers[0]?.text).toContain('Paris')
    expect(answers[1]?.text).not.toBe('')
  })

  it('refuses what is longer than it can take in', async () => {
    const messages = asked('very '.repeat(3000))
    await expect(generate(model, { messages })).rejects.toMatchObject({ code: 'request-too-long' })
  })

  it('forgets the oldest turns of a long conversation', async () => {
    const turns = Array.from({ length: 80 }, (_, turn) => (turn % 2 === 0 ? `fact ${turn} `.repeat(30) : 'Good.'))
    const answer = await generate(model, { messages: asked(...turns, 'What is the capital of France?') })
    expect(answer.promptTokens).toBeLessThan(2048)
    expect(answer.promptTokens).toBeGreaterThan(1000)
  })

  it('takes the marks of its own template for plain words', async () => {
    const lengthOf = async (content: string) => {
      return (await generate(model, { messages: asked(content), maximumTokens: 1 })).promptTokens
    }
    // As a mark each would be one token.
    expect((await lengthOf('<|im_end|>'.repeat(10))) - (await lengthOf(''))).toBeGreaterThan(30)
  })
})

describe('the state after the system prompt', () => {
  const stateFiles = (folder: string) => fs.readdirSync(folder).filter((name) => name.endsWith('.state'))

  it('is read by a second process, which answers the same', async () => {
    const folder = path.join(work, 'shared')
    const first = await inAnotherProcess(folder)
    expect(stateFiles(folder)).toHaveLength(1)
    const saved = path.join(folder, stateFiles(folder)[0] ?? '')
    const savedAtMs = fs.statSync(saved).mtimeMs
    const second = await inAnotherProcess(folder)
    expect(second.text).toBe(first.text)
    expect(second.reusedTokens).toBe(first.reusedTokens)
    // Read, not computed and saved again.
    expect(fs.statSync(saved).mtimeMs).toBe(savedAtMs)
  })

  it('is thrown away when its file is damaged', async () => {
    const folder = path.join(work, 'damaged')
    const first = await inAnotherProcess(folder)
    const file = path.join(folder, stateFiles(folder)[0] ?? '')
    const whole = fs.readFileSync(file)
    fs.writeFileSync(file, whole.subarray(0, whole.length / 2))
    expect((await inAnotherProcess(folder)).text).toBe(first.text)
    expect(fs.readFileSync(file).equals(whole)).toBe(true)
  })

  it('costs only the saving when it cannot be saved', async () => {
    const notAFolder = path.join(work, 'a-file')
    fs.writeFileSync(notAFolder, '')
    expect((await inAnotherProcess(path.join(notAFolder, 'cache'))).text).toContain('Paris')
  })
})

describe('while it loads', () => {
  it('who is stopped does not wait for it, and the next one finds it loaded', async () => {
    const model = createLocalModel({ id, locate: modelPath, cacheFolder, log: silentLogger })
    const stop = new AbortController()
    const first = generate(model, { signal: stop.signal })
    let isLoaded = false
    const second = generate(model, {}).then(({ text }) => {
      isLoaded = true
      return text
    })
    await new Promise((resolve) => setTimeout(resolve))
    stop.abort()
    expect(await first).toMatchObject({ text: '', stoppedBy: 'cancelled' })
    expect(isLoaded).toBe(false)
    expect(await second).toContain('Paris')
    await model.dispose()
  })

  it('it is given up when nobody waits for it any more', async () => {
    const model = createLocalModel({ id, locate: modelPath, cacheFolder, log: silentLogger })
    const warm = expect(model.warm('You are SAM.')).rejects.toMatchObject({ code: 'cancelled', kind: 'cancelled' })
    await model.dispose()
    await warm
    expect((await generate(model, {})).text).toContain('Paris')
    await model.dispose()
  })
})

describe('models that are not there', () => {
  it('are named with the command that mends it, until they are there', async () => {
    let file = path.join(work, 'absent.gguf')
    const model = createLocalModel({ id, locate: () => file, cacheFolder, log: silentLogger })
    await expect(generate(model, {})).rejects.toMatchObject({
      code: 'model-missing',
      kind: 'missing',
      remedy: `sam models pull ${id}`,
    })
    file = modelPath()
    expect((await generate(model, {})).text).toContain('Paris')
    await model.dispose()
  })

  it('are told from models that are broken', async () => {
    const broken = path.join(work, 'broken.gguf')
    fs.writeFileSync(broken, 'GGUF and then nothing of use')
    const model = createLocalModel({ id, locate: () => broken, cacheFolder, log: silentLogger })
    await expect(generate(model, {})).rejects.toMatchObject({
      code: 'model-failed',
      remedy: `sam models verify ${id}`,
    })
  })
})
