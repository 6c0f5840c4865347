import type { SessionState } from '../../../core/events.ts'
import { encodePng } from './png.ts'

/** `warning`: the core is not running. */
export type TrayState = SessionState | 'warning'

export const trayLabels: Record<TrayState, string> = {
  idle: 'SAM: ready',
  listening: 'SAM: listening',
  hearing: 'SAM: hearing you',
  thinking: 'SAM: thinking',
  speaking: 'SAM: speaking',
  'needs-you': 'SAM: needs you',
  muted: 'SAM: muted',
  'no-signal': 'SAM: no sound from the microphone',
  warning: 'SAM: not running',
}

/** Whether a point of the 32 x 32 drawing is inked; close to the panel's state shapes. */
type Ink = (x: number, y: number) => boolean

const strokeWidth = 3.2
const centre = 16

const disc =
  (radius: number, cx = centre, cy = centre): Ink =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) <= radius
const ring =
  (radius: number): Ink =>
  (x, y) =>
    Math.abs(Math.hypot(x - centre, y - centre) - radius) <= strokeWidth / 2
const line =
  (x1: number, y1: number, x2: number, y2: number, width = strokeWidth): Ink =>
  (x, y) => {
    const along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2)
    const t = Math.max(0, Math.min(1, along))
    return Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1)) <= width / 2
  }
const any =
  (...inks: Ink[]): Ink =>
  (x, y) =>
    inks.some((ink) => ink(x, y))
const without =
  (ink: Ink, hole: Ink): Ink =>
  (x, y) =>
    ink(x, y) && !hole(x, y)

const exclamation = any(line(16, 10, 16, 17), disc(1.9, 16, 22))
const slash = line(5, 27, 27, 5)

const drawings: Record<TrayState, Ink> = {
  idle: ring(10),
  listening: any(ring(12.4), disc(7)),
  hearing: disc(12.5),
  thinking: any(
    without(ring(10), (x) => x < centre),
    disc(strokeWidth / 2, 16, 6),
    disc(strokeWidth / 2, 16, 26),
  ),
  speaking: any(line(5, 13, 5, 19), line(12.3, 6, 12.3, 26), line(19.7, 10, 19.7, 22), line(27, 13, 27, 19)),
  'needs-you': without(disc(13.5), exclamation),
  muted: any(without(ring(10), line(5, 27, 27, 5, strokeWidth * 2.6)), slash),
  'no-signal': without(ring(10), any(line(2, 16, 30, 16, 7), line(16, 2, 16, 30, 7))),
  warning: any(
    line(16, 4, 29, 27),
    line(29, 27, 3, 27),
    line(3, 27, 16, 4),
    line(16, 13, 16, 18.5, 2.8),
    disc(1.6, 16, 22.6),
  ),
}

const samplesAcross = 6

/** Opacity of each pixel of a state's drawing, 0 to 255, row by row. */
export function trayOpacity(state: TrayState, pixels: number): Uint8Array {
  const ink = drawings[state]
  const opacity = new Uint8Array(pixels * pixels)
  const step = 32 / (pixels * samplesAcross)
  for (let py = 0; py < pixels; py++) {
    for (let px = 0; px < pixels; px++) {
      let inked = 0
      for (let sy = 0; sy < samplesAcross; sy++) {
        for (let sx = 0; sx < samplesAcross; sx++) {
          if (ink((px * samplesAcross + sx + 0.5) * step, (py * samplesAcross + sy + 0.5) * step)) inked++
        }
      }
      opacity[py * pixels + px] = Math.round((255 * inked) / samplesAcross ** 2)
    }
  }
  return opacity
}

/**
 * The menu-bar icon of a state as a PNG: black with transparency, so that the system colours it (a template image).
 * @param pixels 18 for a plain display, 36 for a dense one
 */
export function drawTrayIcon(state: TrayState, pixels: number): Buffer {
  const rgba = new Uint8Array(pixels * pixels * 4)
  for (const [at, opacity] of trayOpacity(state, pixels).entries()) rgba[at * 4 + 3] = opacity
  return encodePng(pixels, pixels, rgba)
}
