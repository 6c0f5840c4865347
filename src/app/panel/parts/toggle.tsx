import { type AriaAttributes, useId } from 'react'

/** A switch alone; its words stand elsewhere. */
export function Switch({
  on,
  busy = false,
  onChange,
  ...described
}: { id?: string; on: boolean; busy?: boolean; onChange(on: boolean): void } & Pick<
  AriaAttributes,
  'aria-label' | 'aria-labelledby' | 'aria-describedby'
>) {
  return (
    <input
      {...described}
      type="checkbox"
      role="switch"
      className="switch"
      aria-checked={on}
      checked={on}
      disabled={busy}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  )
}

/** A switch with its words beside it. */
export function Toggle({
  label,
  why,
  warning,
  on,
  busy = false,
  onChange,
}: {
  label: string
  why?: string
  /** What keeps it from holding. */
  warning?: string | undefined
  on: boolean
  busy?: boolean
  onChange(on: boolean): void
}) {
  const id = useId()
  return (
    <label className="toggle-row" htmlFor={id}>
      <span className="toggle-words">
        <span className="toggle-label">{label}</span>
        {why !== undefined && <span className="small muted">{why}</span>}
        {warning !== undefined && <span className="small toggle-warning">{warning}</span>}
      </span>
      <Switch id={id} aria-label={label} on={on} busy={busy} onChange={onChange} />
    </label>
  )
}
