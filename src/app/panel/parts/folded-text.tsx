import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { frameWords } from '../strings/frame.ts'

/** A text of which the first lines are shown, and the rest when it is wanted. */
export function FoldedText({ className, children }: { className: string; children: ReactNode }) {
  const text = useRef<HTMLParagraphElement>(null)
  const [open, setOpen] = useState(false)
  const [long, setLong] = useState(false)
  useLayoutEffect(() => {
    const element = text.current
    if (element !== null && !open) setLong(element.scrollHeight > element.clientHeight + 1)
  }, [open])
  return (
    <>
      <p ref={text} className={className} data-open={open} dir="auto">
        {children}
      </p>
      {long && (
        <button type="button" className="fold-button small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? frameWords.less : frameWords.more}
        </button>
      )}
    </>
  )
}
