import type { WindowPlace } from './machine-port.ts'

/** Left edge, top edge, width and height as parts of the screen; "center" keeps the size. */
export function partOfScreen(place: WindowPlace): [number, number, number, number] | 'center' {
  if (place === 'center') return 'center'
  const words = place.split('-')
  const half = (one: string, other: string): [start: number, length: number] =>
    words.includes(one) ? [0, 0.5] : words.includes(other) ? [0.5, 0.5] : [0, 1]
  const [x, width] = half('left', 'right')
  const [y, height] = half('top', 'bottom')
  return [x, y, width, height]
}
