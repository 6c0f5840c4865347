import fs from 'node:fs'
import { crc32 } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { torchArchive } from '../../../../scripts/stand-in-voice/torch-archive.ts'
import { SamError } from '../../../../src/core/errors.ts'
import { readVoiceCheckpoint } from '../../../../src/tts/rvc/checkpoint/voice-checkpoint.ts'
import { standIn, workshop } from './stand-in.ts'

const shop = workshop()
afterAll(() => shop.remove())

const original = torchArchive(standIn())
/** Where the table of contents lies: behind the first local header and its name. */
const pickleStart = 30 + 'voice/data.pkl'.length
const pickleEnd = original.indexOf('PK\x03\x04', pickleStart)
/** Its checksum in the local header and in the directory, so that a changed pickle gets past it. */
const checksums = [14, original.indexOf('PK\x01\x02') + 16]

/** Numbers below `limit`, the same for the same seed. */
function dice(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

/** Reading either works or is refused with a sentence; anything else is thrown on. Answers what it came to. */
async function outcome(bytes: Uint8Array): Promise<string> {
  const file = shop.file(bytes, 'fuzzed.pth')
  const before = process.memoryUsage().rss
  try {
    await readVoiceCheckpoint(file)
    return 'read'
  } catch (thrown) {
    if (!(thrown instanceof SamError)) throw thrown
    expect(thrown.message).toMatch(/^fuzzed\.pth .*[a-z"].*\.$/)
    expect(thrown.message).not.toMatch(/undefined|cannot read properties|NaN/i)
    return 'refused'
  } finally {
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024)
  }
}

function withChecksum(bytes: Buffer): Buffer {
  const sum = crc32(bytes.subarray(pickleStart, pickleEnd))
  for (const place of checksums) bytes.writeUInt32LE(sum, place)
  return bytes
}

describe('a damaged voice file is read or refused, and never more than that', () => {
  it('wherever it was cut off', async () => {
    const roll = dice(1)
    for (let round = 0; round < 150; round += 1) {
      expect(await outcome(original.subarray(0, roll(original.length)))).toBe('refused')
    }
  })

  it('with bytes changed anywhere', async () => {
    const roll = dice(2)
    for (let round = 0; round < 150; round += 1) {
      const bytes = Buffer.from(original)
      for (let change = 0; change <= roll(8); change += 1) bytes[roll(bytes.length)] = roll(256)
      await outcome(bytes)
    }
  })

  it('with its table of contents changed and the checksum made to fit', async () => {
    const roll = dice(3)
    let refused = 0
    for (let round = 0; round < 200; round += 1) {
      const bytes = Buffer.from(original)
      for (let change = 0; change <= roll(4); change += 1)
        bytes[pickleStart + roll(pickleEnd - pickleStart)] = roll(256)
      if ((await outcome(withChecksum(bytes))) === 'refused') refused += 1
    }
    expect(refused).toBeGreaterThan(100)
  })

  it('with its directory changed', async () => {
    const roll = dice(4)
    const start = original.indexOf('PK\x01\x02')
    for (let round = 0; round < 200; round += 1) {
      const bytes = Buffer.from(original)
      for (let change = 0; change <= roll(6); change += 1) bytes[start + roll(bytes.length - start)] = roll(256)
      await outcome(bytes)
    }
  })

  it('with parts of it moved about', async () => {
    const roll = dice(5)
    for (let round = 0; round < 100; round += 1) {
      const bytes = Buffer.from(original)
      const length = roll(4000)
      bytes.copyWithin(roll(pickleEnd), roll(pickleEnd), roll(pickleEnd) + length)
      await outcome(withChecksum(bytes))
    }
  })

  it('and the file that was damaged is itself a voice', async () => {
    expect(await outcome(original)).toBe('read')
    expect(fs.statSync(shop.folder).isDirectory()).toBe(true)
  })
})
