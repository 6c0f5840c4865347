import { useLayoutEffect, useRef } from 'react'
import { type Conversation, undoableCall } from '../model/conversation.ts'
import { strings } from '../strings/talk.ts'
import { TurnView } from './turn-view.tsx'

/** So near the end that new lines should keep being shown. */
const nearEndPixels = 80

export function ConversationView({
  conversation,
  onCorrect,
  onUndo,
}: {
  conversation: Conversation
  onCorrect(text: string): void
  onUndo(): void
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const followsEnd = useRef(true)
  const undoable = undoableCall(conversation)
  const lastReply = conversation.turns.findLast((turn) => turn.reply.final)?.reply.text ?? ''

  // Every change may add a line, which is to be seen in the same picture.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the conversation is what changes the height
  useLayoutEffect(() => {
    const element = scroller.current
    if (element !== null && followsEnd.current) element.scrollTop = element.scrollHeight
  }, [conversation])

  return (
    <section
      ref={scroller}
      className="conversation"
      aria-label={strings.conversation}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        followsEnd.current = scrollHeight - scrollTop - clientHeight < nearEndPixels
      }}
    >
      <div className="turns">
        {conversation.turns.map((turn) => (
          <TurnView
            key={turn.id}
            turn={turn}
            startedAtEpochMs={conversation.startedAtEpochMs}
            onCorrect={onCorrect}
            undoable={turn.actions.some(({ callId }) => callId === undoable) ? undoable : undefined}
            onUndo={onUndo}
          />
        ))}
      </div>
      {/* Whole replies for screen readers; the words above come one by one. */}
      <p className="visually-hidden" aria-live="polite">
        {lastReply}
      </p>
    </section>
  )
}
