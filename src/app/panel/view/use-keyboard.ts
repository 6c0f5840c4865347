import { useEffect } from 'react'
import type { PanelStore } from '../model/panel-store.ts'

/** Space belongs to what has the focus, if that does something with it. */
function usesSpace(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, button, a, [contenteditable]') !== null
  )
}

/** Space holds to talk, Escape says no or stops. Losing the window releases the key: its release would go elsewhere. */
export function useKeyboard(store: PanelStore): void {
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.key === 'Escape') store.escape()
      if (event.code !== 'Space' || event.metaKey || event.ctrlKey || event.altKey || usesSpace(event.target)) return
      event.preventDefault()
      if (!event.repeat && store.state().listening === 'on') store.pushToTalk(true)
    }
    const up = (event: KeyboardEvent) => {
      if (event.code === 'Space') store.pushToTalk(false)
    }
    const release = () => store.pushToTalk(false)
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
    window.addEventListener('blur', release)
    return () => {
      window.removeEventListener('keydown', down)
      window.removeEventListener('keyup', up)
      window.removeEventListener('blur', release)
    }
  }, [store])
}
