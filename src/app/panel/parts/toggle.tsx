import './toggle.css'

/** A switch with its words beside it. */
export function Toggle({
  label,
  why,
  on,
  busy = false,
  onChange,
}: {
  label: string
  why?: string
  on: boolean
  busy?: boolean
  onChange(on: boolean): void
}) {
  return (
    <label className="toggle-row">
      <span className="toggle-words">
        <span className="toggle-label">{label}</span>
        {why !== undefined && <span className="small muted">{why}</span>}
      </span>
      <input
        type="checkbox"
        role="switch"
        className="switch"
        aria-label={label}
        aria-checked={on}
        checked={on}
        disabled={busy}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
    </label>
  )
}
