import { useRef } from 'react'
import type { SessionState } from '../../../core/events.ts'
import type { Meter } from '../model/meter.ts'
import { useLevel } from './use-level.ts'

/** One shape for each state, so that nobody needs colour to tell them apart. The tray icons follow the same drawing. */
const shapes: Record<SessionState, React.ReactNode> = {
  idle: <circle className="stroke" cx="16" cy="16" r="9" />,
  listening: (
    <>
      <circle className="halo" cx="16" cy="16" r="9" />
      <circle className="fill" cx="16" cy="16" r="7" />
    </>
  ),
  hearing: (
    <>
      <circle className="halo" cx="16" cy="16" r="9" />
      <circle className="fill" cx="16" cy="16" r="9" />
    </>
  ),
  thinking: <path className="stroke turning" d="M16 7a9 9 0 1 1-9 9" />,
  speaking: (
    <>
      <line className="stroke bar bar-1" x1="7" x2="7" y1="13" y2="19" />
      <line className="stroke bar bar-2" x1="13" x2="13" y1="8" y2="24" />
      <line className="stroke bar bar-3" x1="19" x2="19" y1="11" y2="21" />
      <line className="stroke bar bar-4" x1="25" x2="25" y1="13" y2="19" />
    </>
  ),
  'needs-you': (
    <>
      <circle className="stroke" cx="16" cy="16" r="10" />
      <line className="stroke" x1="16" x2="16" y1="10.5" y2="17" />
      <circle className="fill" cx="16" cy="21" r="1.6" />
    </>
  ),
  muted: (
    <>
      <circle className="stroke" cx="16" cy="16" r="9" />
      <line className="stroke" x1="7" x2="25" y1="25" y2="7" />
    </>
  ),
  'no-signal': <circle className="stroke broken" cx="16" cy="16" r="9" pathLength="100" />,
}

export function StateShape({ state, meter, size }: { state: SessionState; meter: Meter; size: number }) {
  const element = useRef<SVGSVGElement>(null)
  useLevel(element, meter, state === 'listening' || state === 'hearing' || state === 'speaking')
  return (
    <svg
      ref={element}
      className={`state-shape state-${state}`}
      viewBox="0 0 32 32"
      width={size}
      height={size}
      aria-hidden="true"
    >
      {shapes[state]}
    </svg>
  )
}
