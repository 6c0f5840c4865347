import { useCallback, useRef } from 'react'
import { pendingConsent } from '../model/conversation.ts'
import { shownState } from '../model/display-state.ts'
import type { PanelState, PanelStore } from '../model/panel-store.ts'
import { ConnectionBanner, Notices } from './banners.tsx'
import { Composer } from './composer.tsx'
import { ConsentCard } from './consent-card.tsx'
import { ConversationView } from './conversation-view.tsx'
import { GettingReady } from './getting-ready.tsx'
import { StateLine } from './state-line.tsx'
import { EmptyConversation, FirstRun, ListenCard, ProblemCard } from './welcome.tsx'

/** The Talk page: state, conversation, question, text box. It stays while other pages are shown, with what was typed so far. */
export function Talk({ store, panel, hidden }: { store: PanelStore; panel: PanelState; hidden: boolean }) {
  const input = useRef<HTMLInputElement>(null)

  const { conversation, listening, problem } = panel
  const state = shownState(panel)
  const consent = pendingConsent(conversation)
  const asking = listening === 'unasked' || listening === 'starting' || listening === 'waiting-for-click'
  const empty = conversation.turns.length === 0

  const correct = useCallback((text: string) => {
    if (input.current === null) return
    input.current.value = text
    input.current.focus()
    input.current.select()
  }, [])

  // Asked for like any request: what it would do goes through the same questions.
  const undo = useCallback(() => store.submit('undo that'), [store])

  return (
    <div className="panel" hidden={hidden}>
      <StateLine store={store} panel={panel} state={state} />
      <ConnectionBanner panel={panel} />
      <Notices store={store} panel={panel} />
      <div className="page">
        {asking && empty ? (
          <FirstRun store={store} panel={panel} />
        ) : empty ? (
          <EmptyConversation store={store} panel={panel} />
        ) : (
          <ConversationView conversation={conversation} onCorrect={correct} onUndo={undo} />
        )}
      </div>
      <div className="dock">
        {consent !== undefined && (
          <ConsentCard consent={consent} onAnswer={(...answer) => store.answerConsent(consent.callId, ...answer)} />
        )}
        {asking && !empty && <ListenCard store={store} panel={panel} />}
        {!hidden && <GettingReady />}
        {problem !== null && <ProblemCard store={store} problem={problem} />}
        <Composer store={store} panel={panel} input={input} />
      </div>
    </div>
  )
}
