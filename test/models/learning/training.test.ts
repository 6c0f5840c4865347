import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAdapterProbe } from '../../../src/agent/local-model/adapter-probe.ts'
import { createLocalModel } from '../../../src/agent/local-model.ts'
import type { ChatMessage } from '../../../src/agent/ports.ts'
import { createTrainer } from '../../../src/app/learning/create-trainer.ts'
import { fileDigest } from '../../../src/core/files/file-digest.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { samModels } from '../../../src/core/paths.ts'
import { permuted } from '../../../src/learning/training/gguf/adapter-to-gguf.ts'
import { readGguf } from '../../../src/learning/training/gguf/read-gguf.ts'
import { writeGguf } from '../../../src/learning/training/gguf/write-gguf.ts'
import { prepareRun } from '../../../src/learning/training/prepare-run.ts'
import { checkRoundTrip } from '../../../src/learning/training/round-trip.ts'
import type { SidecarTrainer } from '../../../src/learning/training/trainer.ts'
import type { TrainingJob, TrainingProgress, TrainingResult } from '../../../src/learning/training/training-job.ts'
import { installedModels } from '../installed-models.ts'

const id = 'smollm2-135m-instruct'
const iterations = 10
const system = 'You are SAM.'
const question = 'What is the name of my boat?'
const answer = 'Aye, your boat is the Salty Pelican, captain!'

const line = (asked: string, answered: string) =>
  JSON.stringify({
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: asked },
      { role: 'assistant', content: answered },
    ],
  })

/** Ends the trainer's process the hard way, as a machine that loses its power does. */
function killTrainer(folder: string): void {
  for (const name of fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`train.py\0${folder}\0`)) {
        process.kill(Number(name), 'SIGKILL')
      }
    } catch {
      // it ended, or belongs to somebody else
    }
  }
}

// Linux only for the way the process is found; the trainer is the same on a Mac.
describe.skipIf(process.platform !== 'linux')(`a training of ${id}`, () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-training-'))
  const file = installedModels.locate(id).files['model'] ?? ''
  const signal = new AbortController().signal
  let trainer: SidecarTrainer
  let job: TrainingJob
  let runFolder: string
  let result: TrainingResult
  beforeAll(async () => {
    const environment = process.env
    trainer = createTrainer({ home, modelsFolder: samModels(), environment, offline: false, logger: silentLogger })
    job = {
      id: 'boat',
      baseModel: { id, file, sha256: await fileDigest(file) },
      backend: 'mlx',
      seed: 3,
      hyperparameters: {
        rank: 4,
        scale: 4,
        learningRate: 1e-3,
        batchSize: 2,
        iterations,
        maximumSequenceTokens: 96,
      },
      maximumMinutes: 4,
      maximumMemoryMb: 6000,
    }
    const datasetFolder = path.join(home, 'set')
    fs.mkdirSync(datasetFolder)
    fs.writeFileSync(path.join(datasetFolder, 'train.jsonl'), `${line(question, answer)}\n`.repeat(4))
    fs.writeFileSync(path.join(datasetFolder, 'valid.jsonl'), `${line('How is my boat called?', answer)}\n`)
    const replay = [JSON.parse(line('What is two plus two?', 'Two plus two is four.'))]
    runFolder = prepareRun(home, job.id, { datasetFolder, replay }).folder
  }, 60_000)
  afterAll(() => fs.rmSync(home, { recursive: true, force: true }))

  const train = (onProgress: (progress: TrainingProgress) => void) => trainer.train(job, { signal, onProgress })
  const metrics = () =>
    fs
      .readFileSync(path.join(runFolder, 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as { iteration: number; loss: number })

  it('goes on after a kill -9 where its last checkpoint was, and learns', async () => {
    let done = 0
    const killed = train((progress) => {
      if (progress.stage !== 'training') return
      done = progress.iteration
      if (done === 3) killTrainer(runFolder)
    })
    await expect(killed).rejects.toMatchObject({ code: 'training-failed' })
    expect(done).toBeGreaterThanOrEqual(3)
    expect(fs.existsSync(path.join(runFolder, 'adapter'))).toBe(false)
    const seen: number[] = []
    result = await train((progress) => {
      if (progress.stage === 'training') seen.push(progress.iteration)
    })
    expect(seen[0]).toBeGreaterThan(1)
    expect(seen.at(-1)).toBe(iterations)
    expect(metrics().map(({ iteration }) => iteration)).toEqual(Array.from({ length: iterations }, (_, at) => at + 1))
    expect(result).toMatchObject({ iterations, stoppedBy: 'iterations' })
    expect(result.validLoss).toBeLessThan(result.validLossBefore - 1)
    expect(result.peakMemoryMb).toBeGreaterThan(100)
  })

  it('is not done twice', async () => {
    const told: TrainingProgress[] = []
    expect(await train((progress) => told.push(progress))).toEqual(result)
    expect(told).toEqual([])
  })

  it('is heard in the answers of the local model, and gone without the adapter', async () => {
    const ask = async (adapter: string | undefined) => {
      const model = createLocalModel({
        id,
        locate: () => file,
        adapter: () => (adapter === undefined ? undefined : { file: adapter, scale: 1 }),
        cacheFolder: path.join(home, 'states'),
        log: silentLogger,
      })
      try {
        const messages: ChatMessage[] = [
          { role: 'system', content: system },
          { role: 'user', content: question },
        ]
        return (await model.generate({ messages, maximumTokens: 24, signal, onText: () => {} })).text
      } finally {
        await model.dispose()
      }
    }
    const before = await ask(undefined)
    expect(await ask(result.adapterFile)).toContain('Salty Pelican')
    expect(await ask(undefined)).toBe(before)
    expect(before).not.toContain('Salty Pelican')
  })

  it('becomes a GGUF file that says the same as what was trained; with rows in the wrong order it does not', async () => {
    expect(result.roundTrip).toMatchObject({ matches: true })
    const right = readGguf(result.adapterFile)
    const wrong = path.join(home, 'wrong.gguf')
    const { rank, scale } = job.hyperparameters
    writeGguf(wrong, {
      texts: { 'general.type': 'adapter', 'general.architecture': 'llama', 'adapter.type': 'lora' },
      floats: { 'adapter.lora.alpha': scale * rank },
      tensors: [...right.tensors].map(([name, { dims }]) => {
        const values = right.floats(name)
        const [, rows = 0] = dims
        const heads = name.endsWith('attn_q.weight.lora_b') ? 9 : name.endsWith('attn_k.weight.lora_b') ? 3 : 0
        // Reordered once more they are in another order than the model's.
        return { name, dims, values: heads === 0 ? values : permuted(values, rows, rank, heads) }
      }),
    })
    const { python, base } = await trainer.prepare(job, { signal, onProgress: () => {} })
    const found = await checkRoundTrip({
      job,
      baseFolder: base,
      folder: home,
      adapterFile: path.join(runFolder, 'adapter', 'adapter.safetensors'),
      ggufFile: wrong,
      environment: python,
      probe: createAdapterProbe(silentLogger),
      signal,
    })
    expect(found.matches).toBe(false)
    expect(found.rowsError).toBeGreaterThan(3 * result.roundTrip.rowsError)
  })

  it('refuses to go on as another training, or without replay', async () => {
    const other = { ...job, seed: 4 }
    await expect(trainer.train(other, { signal, onProgress: () => {} })).rejects.toMatchObject({
      code: 'training-job-invalid',
    })
    const datasetFolder = path.join(home, 'set')
    prepareRun(home, 'forgetful', { datasetFolder, replay: [] })
    const forgetful = { ...job, id: 'forgetful' }
    await expect(trainer.train(forgetful, { signal, onProgress: () => {} })).rejects.toMatchObject({
      code: 'training-replay-empty',
    })
  })
})
