import { encodePng } from '../../src/app/electron/menu/png.ts'
import { trayOpacity } from '../../src/app/electron/menu/tray-icon.ts'

/** Blue of the panel. */
const ground = [10, 88, 202] as const
/** As Apple's grid for icons: the shape takes 824 of 1024 points. */
const shapeShare = 824 / 1024
const cornerShare = 185 / 1024

/** The application's icon as a PNG: the ring of "listening" in white on a rounded square. */
export function drawAppIcon(pixels = 1024): Buffer {
  const mark = trayOpacity('listening', pixels)
  const rgba = new Uint8Array(pixels * pixels * 4)
  const half = (pixels * shapeShare) / 2
  const corner = pixels * cornerShare
  for (let y = 0; y < pixels; y++) {
    for (let x = 0; x < pixels; x++) {
      const dx = Math.max(0, Math.abs(x + 0.5 - pixels / 2) - (half - corner))
      const dy = Math.max(0, Math.abs(y + 0.5 - pixels / 2) - (half - corner))
      const inside = Math.max(0, Math.min(1, corner - Math.hypot(dx, dy) + 0.5))
      // The mark is drawn at its place and two thirds of its size.
      const mx = Math.round((x - pixels / 2) * 1.5 + pixels / 2)
      const my = Math.round((y - pixels / 2) * 1.5 + pixels / 2)
      const within = mx >= 0 && mx < pixels && my >= 0 && my < pixels
      const white = within ? (mark[my * pixels + mx] ?? 0) / 255 : 0
      const colour = ground.map((part) => Math.round(part + (255 - part) * white))
      rgba.set([...colour, Math.round(255 * inside)], (y * pixels + x) * 4)
    }
  }
  return encodePng(pixels, pixels, rgba)
}
