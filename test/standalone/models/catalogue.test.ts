import { describe, expect, it } from 'vitest'
import { pinnedAtFirstDownload } from '../../../src/models/catalogue/entry.ts'
import { catalogue, findEntry, recommendedSet, withLenders } from '../../../src/models/catalogue.ts'

const gib = 2 ** 30

describe('the catalogue', () => {
  it('names each model once', () => {
    const ids = catalogue.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each(catalogue.map((entry) => [entry.id, entry] as const))('%s is complete', (_, entry) => {
    expect(entry.licence.name).not.toBe('')
    expect(entry.licence.url).toMatch(/^https:/)
    for (const { sha256, bytes, sources } of entry.artifacts) {
      expect(sha256).toMatch(new RegExp(`^([0-9a-f]{64}|${pinnedAtFirstDownload})$`))
      expect(bytes).toBeGreaterThan(0)
      expect(sources.length).toBeGreaterThan(0)
      for (const source of sources) if (source.kind === 'https') expect(source.url).toMatch(/^https:/)
    }
    for (const { from, role } of Object.values(entry.borrows ?? {})) {
      expect(findEntry(catalogue, from).files).toHaveProperty(role)
    }
  })

  it('has the starter set in package registries, with known checksums', () => {
    const starter = catalogue.filter(({ set }) => set === 'starter')
    expect(starter.length).toBeGreaterThan(5)
    for (const artifact of starter.flatMap(({ artifacts }) => artifacts)) {
      expect(artifact.sha256).not.toBe(pinnedAtFirstDownload)
      expect(artifact.sources.some(({ kind }) => kind === 'npm' || kind === 'wheel')).toBe(true)
    }
  })

  it('puts lenders before those who borrow', () => {
    expect(withLenders(catalogue, ['piper-en-us-joe', 'espeak-ng-data'])).toEqual(['espeak-ng-data', 'piper-en-us-joe'])
  })

  it('recommends the largest language model that a Mac can hold', () => {
    const language = (memory: number) =>
      recommendedSet(catalogue, memory).filter((id) => findEntry(catalogue, id).task === 'language')
    expect([8, 16, 24, 64].map((gigabytes) => language(gigabytes * gib))).toEqual([
      ['qwen3-1.7b'],
      ['qwen3-4b-instruct'],
      ['qwen3-4b-instruct'],
      ['qwen3-8b'],
    ])
  })
})
