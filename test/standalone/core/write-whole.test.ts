import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { writeWhole } from '../../../src/core/files/write-whole.ts'

it('writes for the user alone, replaces what was there, and leaves nothing beside it', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-write-'))
  const folder = path.join(root, 'new')
  const file = path.join(folder, 'kept.json')
  writeWhole(file, 'before')
  writeWhole(file, Buffer.from('after'))
  expect(fs.readFileSync(file, 'utf8')).toBe('after')
  expect(fs.readdirSync(folder)).toEqual(['kept.json'])
  expect([fs.statSync(folder).mode & 0o777, fs.statSync(file).mode & 0o777]).toEqual([0o700, 0o600])
  fs.rmSync(root, { recursive: true })
})
