import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { pendingConsent } from '../model/conversation.ts'
import { shownState } from '../model/display-state.ts'
import type { PanelStore } from '../model/panel-store.ts'
import { hashOf, homePage, useRoute } from '../model/route.ts'
import { createAnswers } from '../model/use-request.ts'
import { listed, pages } from '../page-list.ts'
import { frameWords } from '../strings/frame.ts'
import { strings } from '../strings/talk.ts'
import { ConnectionBanner } from './banners.tsx'
import { ConsentCard } from './consent-card.tsx'
import { PageLinks } from './page-links.tsx'
import { PageView } from './page-view.tsx'
import { StateShape } from './state-shape.tsx'
import { Talk } from './talk.tsx'
import { useKeptFocus } from './use-kept-focus.ts'
import { useKeyboard } from './use-keyboard.ts'
import { usePanelState } from './use-panel.ts'

/** The whole panel: the list of pages beside or behind the page that is open. What SAM asks is seen on every page. */
export function Frame({ store }: { store: PanelStore }) {
  const panel = usePanelState(store)
  const answers = useMemo(createAnswers, [])
  const route = useRoute()
  const entry = pages.find(({ id }) => id === route.page)
  const current = entry?.id ?? homePage
  const main = useRef<HTMLElement>(null)
  useKeyboard(store)
  useFocusOnChange(current, main)
  useKeptFocus(main)

  const consent = pendingConsent(panel.conversation)
  const state = shownState(panel)
  const word = panel.joined ? strings.states[state] : strings.notConnected
  const title = listed.find(({ id }) => id === current)?.title ?? ''
  useEffect(() => {
    document.title = current === homePage ? 'SAM' : frameWords.title(title)
  }, [current, title])

  return (
    <QueryClientProvider client={answers}>
      <div className="frame">
        <nav className="sidebar" aria-label={frameWords.pages}>
          <PageLinks current={current} />
          <a className="sidebar-state" href={hashOf(homePage)} data-state={state}>
            <StateShape state={state} meter={store.microphoneMeter} size={20} />
            {word}
          </a>
        </nav>
        <main ref={main} className="frame-main" tabIndex={-1} aria-label={title}>
          <Talk store={store} panel={panel} hidden={entry !== undefined} />
          {entry !== undefined && (
            <>
              <ConnectionBanner panel={panel} />
              <PageView entry={entry} path={route.path} store={store} state={state} word={word} />
              {consent !== undefined && (
                <div className="dock">
                  <ConsentCard
                    consent={consent}
                    onAnswer={(...answer) => store.answerConsent(consent.callId, ...answer)}
                  />
                </div>
              )}
            </>
          )}
        </main>
      </div>
    </QueryClientProvider>
  )
}

/** Whoever goes to another page goes on from its beginning. */
function useFocusOnChange(page: string, main: React.RefObject<HTMLElement | null>): void {
  const shown = useRef(page)
  useEffect(() => {
    if (shown.current === page) return
    shown.current = page
    // The page's search box may have taken it.
    if (document.activeElement?.closest('.page-view') == null) main.current?.focus()
  }, [page, main])
}
