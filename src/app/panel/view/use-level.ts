import { type RefObject, useEffect } from 'react'
import type { Meter } from '../model/meter.ts'

/** Writes a meter's level into the CSS variable `--level` of an element, once a frame, past React. */
export function useLevel(element: RefObject<Element | null>, meter: Meter, active: boolean): void {
  useEffect(() => {
    const target = element.current
    if (!(target instanceof HTMLElement || target instanceof SVGElement)) return
    if (!active) {
      target.style.setProperty('--level', '0')
      return
    }
    let frame = 0
    const draw = () => {
      target.style.setProperty('--level', meter.level(performance.now()).toFixed(3))
      frame = requestAnimationFrame(draw)
    }
    draw()
    return () => cancelAnimationFrame(frame)
  }, [element, meter, active])
}
