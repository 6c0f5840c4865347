import fs from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { toSamError } from '../../../src/core/errors.ts'

function thrownBy(work: () => void): unknown {
  try {
    work()
  } catch (thrown) {
    return thrown
  }
  return undefined
}

describe('a full disk', () => {
  const told = { code: 'disk-full', message: 'The disk is full.', remedy: 'Free some space, then try again.' }

  it.skipIf(!fs.existsSync('/dev/full'))('is named where a file is written (where there is one to try)', () => {
    expect(toSamError(thrownBy(() => fs.writeFileSync('/dev/full', 'words')))).toMatchObject(told)
  })

  it('is named where the database is', () => {
    const database = new Database(':memory:')
    database.pragma('max_page_count = 2')
    const thrown = thrownBy(() => database.exec('CREATE TABLE a (b); CREATE TABLE c (d); CREATE TABLE e (f)'))
    database.close()
    expect(toSamError(thrown)).toMatchObject(told)
  })

  it('is nothing else', () => {
    expect(toSamError(thrownBy(() => fs.readFileSync('/nowhere/at/all')))).toMatchObject({ code: 'unexpected' })
  })
})
