import { Check, CloudUpload, LoaderCircle, X } from 'lucide-react'
import { memo } from 'react'
import type { Action, Turn } from '../model/conversation.ts'
import { formatTime } from '../model/format.ts'
import { spokenLength } from '../model/spoken-text.ts'
import { describeCommand, slotsOf } from '../model/understood.ts'
import { FailureLine } from '../parts/answers.tsx'
import { SentButton } from '../parts/sent-bytes.tsx'
import { strings } from '../strings/talk.ts'

function Receipt({
  action,
  startedAtEpochMs,
  onUndo,
}: {
  action: Action
  startedAtEpochMs: number
  onUndo: (() => void) | undefined
}) {
  const { result } = action
  const label = describeCommand(action.tool, slotsOf(action.input))
  const word = result === undefined ? strings.turn.working : result.ok ? strings.turn.done : strings.turn.notDone
  return (
    <li className="receipt" data-outcome={result === undefined ? 'running' : result.ok ? 'done' : 'failed'}>
      {result === undefined ? (
        <LoaderCircle className="receipt-icon turning" size={14} aria-hidden="true" />
      ) : result.ok ? (
        <Check className="receipt-icon" size={14} aria-hidden="true" />
      ) : (
        <X className="receipt-icon" size={14} aria-hidden="true" />
      )}
      <div className="receipt-words">
        <span className="visually-hidden">{word}: </span>
        <span className="receipt-label" title={action.tool}>
          {label}
        </span>{' '}
        · <time className="receipt-time">{formatTime(startedAtEpochMs + action.atMs)}</time>
        {onUndo !== undefined && (
          <button
            type="button"
            className="plain-button receipt-undo"
            aria-label={strings.turn.undoLabel(label)}
            onClick={onUndo}
          >
            {strings.turn.undo}
          </button>
        )}
      </div>
      {result?.error !== undefined && (
        <div className="receipt-error">
          <FailureLine error={result.error} old />
        </div>
      )}
    </li>
  )
}

function Reply({ turn }: { turn: Turn }) {
  const { text, model } = turn.reply
  if (text === '') return null
  const said = spokenLength(text, turn.spoken)
  return (
    <p className="reply">
      {text.slice(0, said)}
      {said < text.length && <span className="unsaid">{text.slice(said)}</span>}
      {model === 'claude' && (
        <SentButton of={{ turnId: turn.id }} label={strings.turn.cloud}>
          <CloudUpload size={14} aria-hidden="true" />
        </SentButton>
      )}
    </p>
  )
}

/**
 * One request: what was heard, what was understood, what SAM said and what was done. Drawn again only when the turn changed: a word
 * of one turn costs the same however long the conversation is.
 */
export const TurnView = memo(function TurnView({
  turn,
  startedAtEpochMs,
  onCorrect,
  undoable,
  onUndo,
}: {
  turn: Turn
  startedAtEpochMs: number
  onCorrect(text: string): void
  /** The call of this turn that would be taken back. */
  undoable: string | undefined
  onUndo(): void
}) {
  const { heard, understood, actions, outcome } = turn
  // A step that failed says so itself, and why.
  const told = outcome === 'failed' && actions.some(({ result }) => result?.ok === false)
  const ending = outcome === undefined || told ? '' : strings.outcomes[outcome]
  return (
    <article className="turn">
      {heard.text !== '' && (
        <p className="heard" data-final={heard.final} dir="auto">
          <span className="visually-hidden">{strings.turn.you}: </span>
          {heard.text}
        </p>
      )}
      {understood.length > 0 && (
        <ul className="chips" aria-label={strings.turn.understood}>
          {understood.map((command) => {
            const label = describeCommand(command.intent, command.slots)
            return (
              <li key={label}>
                <button
                  type="button"
                  className="chip"
                  title={strings.turn.correct}
                  onClick={() => onCorrect(heard.text)}
                >
                  {label}
                </button>
              </li>
            )
          })}
        </ul>
      )}
      <Reply turn={turn} />
      {(actions.length > 0 || ending !== '') && (
        <ul className="receipts" aria-label={strings.turn.receipts}>
          {actions.map((action) => (
            <Receipt
              key={action.callId}
              action={action}
              startedAtEpochMs={startedAtEpochMs}
              onUndo={action.callId === undoable ? onUndo : undefined}
            />
          ))}
          {ending !== '' && <li className="receipt ending">{ending}</li>}
        </ul>
      )}
    </article>
  )
})
