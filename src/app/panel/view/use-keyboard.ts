import { useEffect } from 'react'
import { pendingConsent } from '../model/conversation.ts'
import type { PanelStore } from '../model/panel-store.ts'
import { go, homePage, parseHash } from '../model/route.ts'
import { listed } from '../page-list.ts'

/** Space belongs to what has the focus, if that does something with it. */
function usesSpace(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, button, a, [contenteditable]') !== null
  )
}

function isTalkShown(): boolean {
  return parseHash(location.hash).page === homePage
}

/** Escape: no to a question, else stop; where there is nothing to stop, another page leads back to Talk. */
function leave(store: PanelStore): void {
  const { conversation } = store.state()
  const busy = conversation.state === 'thinking' || conversation.state === 'speaking'
  if (isTalkShown() || busy || pendingConsent(conversation) !== undefined) store.escape()
  else go(homePage)
}

/** Command-F: the search of this page, or the page that searches everything. */
function search(): void {
  const field = document.querySelector<HTMLInputElement>('.page-view input[type="search"]')
  field?.select()
  const searching = listed.find(({ searchesAll }) => searchesAll)
  if (field === null && searching !== undefined) go(searching.id, 'search')
}

/** A key with Command, or Control where there is no Command. True: it was meant for the panel. */
function commandKey(key: string): boolean {
  const page = listed.find(({ shortcut }) => shortcut === key)
  if (page !== undefined) go(page.id)
  else if (key === 'f') search()
  else return false
  return true
}

/**
 * Space holds to talk on Talk, Escape says no or stops, Command-F searches, other pages have a shortcut of their own.
 * Losing the window releases the key: its release would go elsewhere.
 */
export function useKeyboard(store: PanelStore): void {
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      // Dialogs close by themselves.
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return
      if (event.key === 'Escape') leave(store)
      const command = event.metaKey || event.ctrlKey
      if (command && !event.altKey && commandKey(event.key)) event.preventDefault()
      if (event.code !== 'Space' || command || event.altKey || usesSpace(event.target) || !isTalkShown()) return
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
