import { type RefObject, useEffect } from 'react'

/**
 * Where the button that was pressed goes away with what it did (a question answered, a line forgotten), the focus goes to what
 * held it, and not to the beginning of the window.
 */
export function useKeptFocus(main: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let holders: HTMLElement[] = []
    const remember = ({ target }: FocusEvent) => {
      holders = []
      for (let at = target instanceof HTMLElement ? target : null; at !== null; at = at.parentElement) holders.push(at)
    }
    const watch = new MutationObserver(() => {
      const [focused] = holders
      if (focused === undefined || focused.isConnected || document.activeElement !== document.body) return
      const held = holders.find((one) => one.isConnected && one.hasAttribute('tabindex')) ?? main.current
      held?.focus({ preventScroll: true })
    })
    document.addEventListener('focusin', remember)
    watch.observe(document.body, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', remember)
      watch.disconnect()
    }
  }, [main])
}
