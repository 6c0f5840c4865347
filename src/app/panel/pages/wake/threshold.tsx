import { useEffect, useId, useState } from 'react'
import { useChange } from '../../model/use-request.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { wakeWords } from '../../strings/wake.ts'

/** A slider that stands still for so long is meant. */
const pauseMs = 400

/** The score that is enough to wake. */
export function Threshold({ threshold }: { threshold: number }) {
  const [value, setValue] = useState(threshold)
  const { mutate, error } = useChange('wake.threshold', ['wake'])
  const id = useId()
  useEffect(() => {
    if (value === threshold) return
    const pause = setTimeout(() => mutate({ threshold: value }), pauseMs)
    return () => clearTimeout(pause)
  }, [value, threshold, mutate])
  return (
    <div className="wake-threshold">
      <label htmlFor={id}>{wakeWords.threshold}</label>
      <output htmlFor={id}>{value.toFixed(2)}</output>
      <input
        id={id}
        type="range"
        min={0.05}
        max={0.95}
        step={0.05}
        value={value}
        aria-describedby={`${id}-why`}
        onChange={({ currentTarget }) => setValue(Math.round(currentTarget.valueAsNumber * 100) / 100)}
      />
      <p id={`${id}-why`} className="small muted">
        {wakeWords.thresholdWhy}
      </p>
      {error !== null && <FailureLine error={error} />}
    </div>
  )
}
