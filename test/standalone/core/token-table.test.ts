import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { isTokenTable } from '../../../src/core/files/token-table.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-tokens-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

it.each([
  ['a table', 'IQ== 0\nIg== 1\n', true],
  ['a table with a space as a symbol', '_ 0\n  1\na 2', true],
  ['an empty file', '', false],
  ['zeros', '\0'.repeat(100), false],
  ['a table that is cut off', 'IQ== 0\nIg=', false],
  ['a number that comes twice', 'a 0\nb 0\n', false],
])('%s', (_name, content, valid) => {
  const file = path.join(folder, 'tokens.txt')
  fs.writeFileSync(file, content)
  expect(isTokenTable(file)).toBe(valid)
})
