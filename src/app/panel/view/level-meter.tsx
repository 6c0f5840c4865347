import { useRef } from 'react'
import type { Meter } from '../model/meter.ts'
import { useLevel } from './use-level.ts'

const steps = [0, 1, 2, 3, 4, 5, 6]

/** Seven short bars that fill with what the microphone hears. Decoration for the eye: the state line says it in words. */
export function LevelMeter({ meter, active }: { meter: Meter; active: boolean }) {
  const element = useRef<HTMLDivElement>(null)
  useLevel(element, meter, active)
  return (
    <div ref={element} className="level-meter" data-active={active} aria-hidden="true">
      {steps.map((step) => (
        <span key={step} className={`level-bar level-bar-${step}`} />
      ))}
    </div>
  )
}
