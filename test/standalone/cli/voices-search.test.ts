import fs from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readNpy, writeNpy } from '../../../src/core/files/npy.ts'
import { encodeIndex } from '../tts/rvc/faiss-index.ts'
import { freshUser } from './run-sam.ts'

const user = freshUser()
afterAll(user.remove)
const file = (name: string) => path.join(user.folder, name)
const index = { width: 2, centroids: [[0, 0]], lists: [[[4, 8]]] }
fs.writeFileSync(file('added.index'), encodeIndex(index))
fs.writeFileSync(file('trained.index'), encodeIndex({ ...index, lists: [[]] }))

describe('sam voices search', () => {
  it('writes the features drawn towards the index, in the shape they had', async () => {
    writeNpy(file('query.npy'), { dims: [1, 2, 2], data: Float32Array.of(0, 0, 2, 2) })
    const run = await user.sam(
      ...['voices', 'search', file('added.index'), '--query', file('query.npy')],
      ...['--rate', '0.5', '--out', file('blend.npy'), '--json'],
    )
    expect(run).toMatchObject({ code: 0 })
    expect(run.lines()).toMatchObject([{ type: 'done', file: file('blend.npy'), rows: 2 }])
    expect(readNpy(file('blend.npy'))).toEqual({
      dims: [1, 2, 2],
      type: 'float32',
      data: Float32Array.of(2, 4, 3, 5),
    })
  })

  it.each([
    ['without a place for the result', 'added.index', [1, 2], false, 2, 'usage'],
    ['with features of another width', 'added.index', [1, 3], true, 1, 'voice-index-width'],
    ['with the other file of a training', 'trained.index', [1, 2], true, 1, 'voice-index-invalid'],
  ] as const)('is refused %s, and writes nothing', async (_what, name, dims, out, code, error) => {
    writeNpy(file('query.npy'), { dims, data: new Float32Array(dims[0] * dims[1]) })
    const place = out ? ['--out', file('refused.npy')] : []
    const run = await user.sam('voices', 'search', file(name), '--query', file('query.npy'), ...place, '--json')
    expect(run.code).toBe(code)
    expect(run.error().code).toBe(error)
    expect(fs.existsSync(file('refused.npy'))).toBe(false)
  })
})
