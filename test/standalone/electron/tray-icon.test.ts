import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { drawTrayIcon, type TrayState, trayLabels } from '../../../src/app/electron/menu/tray-icon.ts'

const states = Object.keys(trayLabels) as TrayState[]

/** Opacity of each pixel, read back from the file. */
function opacities(png: Buffer): number[] {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  const width = png.readUInt32BE(16)
  const at = png.indexOf('IDAT', 0, 'latin1')
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
  expect(rows.length).toBe(width * (width * 4 + 1))
  const out: number[] = []
  for (let y = 0; y < width; y++) for (let x = 0; x < width; x++) out.push(rows[y * (width * 4 + 1) + 4 + x * 4] ?? -1)
  return out
}

describe('the icons in the menu bar', () => {
  test.each([18, 36])('at %i pixels no two states look alike', (pixels) => {
    const drawn = states.map((state) => opacities(drawTrayIcon(state, pixels)))
    for (const [i, one] of drawn.entries()) {
      expect(one.length).toBe(pixels * pixels)
      for (const other of drawn.slice(i + 1)) {
        const sum = (of: (a: number, b: number) => number) => one.reduce((all, a, at) => all + of(a, other[at] ?? 0), 0)
        // The share of the ink of both that only one of them has.
        expect(sum((a, b) => Math.abs(a - b)) / sum(Math.max)).toBeGreaterThan(0.2)
      }
    }
  })

  test('they fit: nothing touches the edge', () => {
    for (const state of states) {
      const drawn = opacities(drawTrayIcon(state, 36))
      const edge = drawn.filter((_, i) => i < 36 || i >= 35 * 36 || i % 36 === 0 || i % 36 === 35)
      expect(Math.max(...edge)).toBe(0)
    }
  })

  test('every state has its own label', () => {
    expect(new Set(Object.values(trayLabels)).size).toBe(states.length)
  })
})
