import { useState } from 'react'
import { keysOf, shownKeys } from '../../model/keys.ts'
import { settingsWords } from '../../strings/settings.ts'

/** Keys are pressed, not spelled. Escape alone, or going elsewhere, leaves them as they are. */
export function KeysField({
  label,
  value,
  onSet,
  ...described
}: {
  id: string
  'aria-describedby': string
  label: string
  value: string
  onSet(keys: string): void
}) {
  const [asking, setAsking] = useState(false)
  const shown = asking ? settingsWords.pressKeys : shownKeys(value)
  return (
    <button
      {...described}
      type="button"
      className="plain-button setting-keys"
      aria-label={`${label}: ${shown}`}
      onClick={() => setAsking(true)}
      onBlur={() => setAsking(false)}
      onKeyDown={(event) => {
        if (!asking) return
        const keys = keysOf(event)
        const leaves = event.code === 'Escape' || event.code === 'Tab'
        if (keys === undefined && !leaves) return event.preventDefault()
        setAsking(false)
        if (event.code !== 'Tab' || keys !== undefined) event.preventDefault()
        event.stopPropagation()
        if (keys !== undefined) onSet(keys)
      }}
    >
      {shown}
    </button>
  )
}
