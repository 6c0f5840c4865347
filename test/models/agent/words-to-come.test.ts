import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openWordsToCome, spokenWords } from '../../../src/agent/classifier/words-to-come.ts'
import { sentenceModelFiles } from '../../../src/app/models/sentence-model.ts'
import { installedModels } from '../installed-models.ts'

const files = sentenceModelFiles(installedModels)
const { chanceOfMore } = await openWordsToCome(files)

it.each([
  ['Who painted the ceiling of', 'Who painted the ceiling of the chapel in Rome?'],
  ['How many calories', 'How many calories are in a banana?'],
  ['Can you tell me if', 'Can you tell me if the library is open on Sunday?'],
  ['I would like to know', 'I would like to know what happened in the news.'],
  ['Hey Jarvis, does the train to', 'Hey Jarvis, does the train to Berlin have a restaurant?'],
])('"%s" goes on, "%s" does not', async (begun, whole) => {
  expect(await chanceOfMore(begun)).toBeGreaterThan(0.7)
  expect(await chanceOfMore(whole)).toBeLessThan(0.5)
})

it('is not told by the number of words', async () => {
  expect(await chanceOfMore('Read my messages')).toBeLessThan(await chanceOfMore('Read my messages from the'))
  expect(await chanceOfMore('Send my new')).toBeGreaterThan(await chanceOfMore('Play some music'))
})

it('takes words as they are, however they are written, and any number of them', async () => {
  expect(spokenWords('What’s 25 % of Twelve?')).toEqual(['whats', 'ten', 'of', 'ten'])
  expect(spokenWords('crème brûlée')).toEqual(['creme', 'brulee'])
  expect(spokenWords('…')).toEqual([])
  for (const text of ['', '…', 'word '.repeat(2000)]) {
    const chance = await chanceOfMore(text)
    expect(chance).toBeGreaterThanOrEqual(0)
    expect(chance).toBeLessThanOrEqual(1)
  }
})

it('judges by the last words of a long turn', async () => {
  const long = 'and then we went to the shop to buy some bread '.repeat(20)
  expect(await chanceOfMore(`${long} because of the`)).toBeGreaterThan(await chanceOfMore(`${long} yesterday`))
})

it('is built once from what was learned; what other versions built stays while they are used, and goes later', async () => {
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'sam-words-to-come-'))
  try {
    const here = { ...files }
    for (const name of ['weights', 'vocabulary', 'config'] as const) {
      here[name] = path.join(folder, path.basename(files[name]))
      fs.symlinkSync(files[name], here[name])
    }
    const old = ['text-ends.onnx', 'text-ends.weights', 'text-ends-2.weights', 'words-to-come-0123456789ab.onnx']
    for (const name of [
      ...old,
      'sentence.onnx',
      'words-to-come-ba9876543210.onnx',
      'words-to-come-ba9876543210.weights',
    ])
      fs.writeFileSync(path.join(folder, name), 'built before')
    const weeksAgo = Date.now() / 1000 - 31 * 24 * 3600
    for (const name of [...old, 'words-to-come-ba9876543210.weights'])
      fs.utimesSync(path.join(folder, name), weeksAgo, weeksAgo)
    const text = 'Remind me to'
    expect(await (await openWordsToCome(here)).chanceOfMore(text)).toBeCloseTo(await chanceOfMore(text), 5)
    const built = fs.readdirSync(folder).filter((name) => /^(?:text-ends|words-to-come|sentence)/.test(name))
    expect(built.filter((name) => !name.includes('ba9876543210')).sort()).toEqual([
      'sentence.onnx',
      expect.stringMatching(/^words-to-come-[0-9a-f]{12}\.onnx$/),
      expect.stringMatching(/^words-to-come-[0-9a-f]{12}\.weights$/),
    ])
    // Another version was started lately.
    expect(built.filter((name) => name.includes('ba9876543210'))).toHaveLength(2)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
})

it('refuses what was learned for another model', async () => {
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'sam-words-to-come-'))
  try {
    const learned = path.join(folder, 'learned.safetensors')
    fs.writeFileSync(learned, 'nothing that was learned')
    await expect(openWordsToCome(files, learned)).rejects.toMatchObject({ code: 'model-file-invalid' })
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
})
