import { Menu, X } from 'lucide-react'
import { useRef } from 'react'
import { frameWords } from '../strings/frame.ts'
import { PageLinks } from './page-links.tsx'

/** The list of pages in a narrow window: a button, and a sheet that closes with Escape, a choice, or a click beside it. */
export function PageMenu({ current }: { current: string }) {
  const sheet = useRef<HTMLDialogElement>(null)
  const close = () => sheet.current?.close()
  return (
    <>
      <button
        type="button"
        className="quiet-button menu-button"
        title={frameWords.openMenu}
        onClick={() => sheet.current?.showModal()}
      >
        <Menu size={17} aria-hidden="true" />
        <span className="visually-hidden">{frameWords.openMenu}</span>
      </button>
      <dialog ref={sheet} className="page-menu" aria-label={frameWords.pages} closedby="any">
        <button type="button" className="quiet-button" title={frameWords.closeMenu} onClick={close}>
          <X size={17} aria-hidden="true" />
          <span className="visually-hidden">{frameWords.closeMenu}</span>
        </button>
        <nav aria-label={frameWords.pages}>
          <PageLinks current={current} onChosen={close} />
        </nav>
      </dialog>
    </>
  )
}
