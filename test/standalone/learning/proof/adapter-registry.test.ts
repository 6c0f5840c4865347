import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AdapterRegistry } from '../../../../src/learning/proof/adapter-registry.ts'

let folder = ''
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-adapters-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

const of = (sha256: string) => (base: { sha256: string }) => base.sha256 === sha256
const at = (day: number) => new Date(Date.UTC(2026, 0, day))

async function add(registry: AdapterRegistry, day: number, base = 'base') {
  const file = path.join(folder, 'trained.gguf')
  fs.writeFileSync(file, `weights of day ${day}`)
  const id = `night-${day}`
  await registry.add(file, {
    id,
    createdAt: at(day).toISOString(),
    base: { id: 'small', sha256: base },
    datasetSha256: `data ${day}`,
    suites: { 'frozen.general': 'hash' },
    promote: true,
    reasons: [],
  })
  return id
}

describe('the registry of adapters', () => {
  it('answers with the one that was promoted last, and goes back step by step to the bare model', async () => {
    const registry = new AdapterRegistry(path.join(folder, 'adapters'))
    expect(registry.current(of('base'))).toBeUndefined()
    for (const day of [1, 2]) await registry.promote(await add(registry, day), at(day))
    await registry.promote('night-2', at(3))
    const current = registry.current(of('base'))
    expect(current?.manifest).toMatchObject({ id: 'night-2', datasetSha256: 'data 2', base: { sha256: 'base' } })
    expect(current?.since).toEqual(at(2))
    expect(fs.readFileSync(current?.file ?? '', 'utf8')).toBe('weights of day 2')
    expect(registry.rollBack(at(4))).toEqual({ from: 'night-2', to: 'night-1' })
    expect(new AdapterRegistry(path.join(folder, 'adapters')).current(of('base'))?.manifest.id).toBe('night-1')
    expect(registry.rollBack(at(5))).toEqual({ from: 'night-1', to: null })
    expect(() => registry.rollBack(at(6))).toThrow(/bare model answers already/)
  })

  it('keeps seven, and always those that answer and answered before', async () => {
    const registry = new AdapterRegistry(path.join(folder, 'adapters'))
    for (const day of [1, 2]) await registry.promote(await add(registry, day), at(day))
    for (let day = 3; day <= 12; day += 1) await add(registry, day)
    const ids = registry.list().map(({ manifest }) => manifest.id)
    expect(ids).toHaveLength(7)
    expect(ids).toEqual(expect.arrayContaining(['night-1', 'night-2', 'night-12']))
  })

  it('never uses an adapter with another model, nor one whose bytes changed', async () => {
    const registry = new AdapterRegistry(path.join(folder, 'adapters'))
    const id = await add(registry, 1)
    await registry.promote(id, at(1))
    expect(registry.current(of('another model'))).toBeUndefined()
    const other = await add(registry, 2)
    fs.appendFileSync(registry.get(other).file, 'x')
    await expect(registry.promote(other, at(2))).rejects.toThrow(/bytes changed/)
    expect(registry.currentId()).toBe(id)
    await expect(registry.promote('night-99', at(2))).rejects.toThrow(/no adapter/)
  })

  it('overlooks what is half written, and says so when the pointer cannot be read', async () => {
    const registry = new AdapterRegistry(path.join(folder, 'adapters'))
    await add(registry, 1)
    fs.mkdirSync(path.join(folder, 'adapters', 'night-2.part'))
    fs.mkdirSync(path.join(folder, 'adapters', 'night-3'))
    fs.writeFileSync(path.join(folder, 'adapters', 'night-3', 'manifest.json'), '{"id":')
    expect(registry.list()).toHaveLength(1)
    fs.writeFileSync(path.join(folder, 'adapters', 'current.json'), 'nonsense')
    expect(() => registry.current(of('base'))).toThrow(/cannot be read/)
  })
})
