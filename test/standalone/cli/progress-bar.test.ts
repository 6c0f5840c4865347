import { describe, expect, it } from 'vitest'
import { ProgressBar } from '../../../src/app/cli/progress-bar.ts'
import { formatBytes, formatSeconds } from '../../../src/core/numbers/format-amounts.ts'
import type { DownloadProgress } from '../../../src/models/ports.ts'

function screen(isTTY: boolean, columns = 120) {
  let text = ''
  const write = (part: string | Uint8Array) => {
    text += part
    return true
  }
  return { isTTY, columns, write, text: () => text }
}

const at = (receivedBytes: number, phase: DownloadProgress['phase'] = 'download'): DownloadProgress => ({
  id: 'whisper-tiny-en',
  receivedBytes,
  totalBytes: 80_000_000,
  phase,
})

describe('the progress bar', () => {
  it('draws one line again and again on a terminal, with bytes, rate and time left', () => {
    const terminal = screen(true)
    let nowMs = 0
    const bar = new ProgressBar(terminal, () => nowMs)
    for (let megabytes = 0; megabytes <= 40; megabytes += 4) {
      bar.show(at(megabytes * 1e6))
      nowMs += 1000
    }
    const last = terminal.text().split('\r').at(-1)
    expect(last).toContain('whisper-tiny-en')
    expect(last).toContain(' 50 %  40 MB of 80 MB  4.0 MB/s  10 s left')
    expect(terminal.text()).not.toContain('\n')
    bar.show(at(80e6, 'verify'))
    bar.show(at(80e6, 'done'))
    expect(terminal.text().split('\r').at(-1)).toMatch(/ready \(80 MB\)\n$/)
  })

  it('is never wider than the terminal', () => {
    const narrow = screen(true, 40)
    new ProgressBar(narrow, () => 0).show(at(1e6))
    expect(narrow.text().replace('\r\x1b[K', '')).toHaveLength(39)
  })

  it('redraws at most ten times a second', () => {
    const terminal = screen(true)
    let nowMs = 0
    const bar = new ProgressBar(terminal, () => nowMs)
    for (; nowMs < 1000; nowMs += 1) bar.show(at(nowMs * 1000))
    expect(terminal.text().split('\r').length - 1).toBeLessThanOrEqual(10)
  })

  it('writes a few plain lines into a log', () => {
    const log = screen(false)
    const bar = new ProgressBar(log, () => 0)
    for (let megabytes = 0; megabytes <= 80; megabytes += 1) bar.show(at(megabytes * 1e6))
    bar.show(at(80e6, 'verify'))
    bar.show(at(80e6, 'done'))
    expect(log.text().trim().split('\n')).toEqual([
      'whisper-tiny-en: downloading 80 MB',
      'whisper-tiny-en: downloading 25 %',
      'whisper-tiny-en: downloading 50 %',
      'whisper-tiny-en: downloading 75 %',
      'whisper-tiny-en: checking',
      'whisper-tiny-en: ready',
    ])
  })

  it('names sizes and times as people do', () => {
    expect([900, 135_000, 2_345_678, 76_000_000, 2_500_000_000].map(formatBytes)).toEqual([
      '1 kB',
      '135 kB',
      '2.3 MB',
      '76 MB',
      '2.5 GB',
    ])
    expect([0.2, 59, 61, 3700].map(formatSeconds)).toEqual(['1 s', '59 s', '1 min 1 s', '1 h 2 min'])
  })
})
