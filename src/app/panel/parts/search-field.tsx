import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { frameWords } from '../strings/frame.ts'

/** So long nothing is typed before the search begins. */
const pauseMs = 250

/** A search box that tells what to look for after a pause; Command-F comes here, Escape clears it. */
export function SearchField({
  label,
  value,
  onSearch,
  focused = false,
}: {
  label: string
  value: string
  onSearch(text: string): void
  /** Takes the focus when it appears. */
  focused?: boolean
}) {
  const [text, setText] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  const tell = useRef(onSearch)
  tell.current = onSearch
  useEffect(() => {
    if (focused) field.current?.focus()
  }, [focused])
  useEffect(() => {
    if (text === value) return
    const pause = setTimeout(() => tell.current(text), pauseMs)
    return () => clearTimeout(pause)
  }, [text, value])
  const clear = () => {
    setText('')
    onSearch('')
  }
  return (
    <div className="search-field">
      <Search size={15} aria-hidden="true" />
      <input
        ref={field}
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={1000}
        autoComplete="off"
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onSearch(text)
          if (event.key !== 'Escape' || text === '') return
          // The frame would leave the page.
          event.preventDefault()
          clear()
        }}
      />
      {text !== '' && (
        <button type="button" className="quiet-button" onClick={clear} title={frameWords.clearSearch}>
          <X size={14} aria-hidden="true" />
          <span className="visually-hidden">{frameWords.clearSearch}</span>
        </button>
      )}
    </div>
  )
}
