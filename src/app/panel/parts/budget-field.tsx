import { useId } from 'react'
import { privacyWords } from '../strings/history.ts'

/** The most that Claude may cost in a day; written when it was changed and left. */
export function BudgetField({ usd, onSet }: { usd: number; onSet(usd: number): void }) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{privacyWords.budget}</label>
      <input
        key={usd}
        id={id}
        type="number"
        className="text-field budget"
        min={0}
        max={1000}
        step={0.5}
        defaultValue={usd}
        onBlur={({ currentTarget: { valueAsNumber } }) => {
          if (Number.isFinite(valueAsNumber) && valueAsNumber !== usd) onSet(valueAsNumber)
        }}
      />
    </div>
  )
}
