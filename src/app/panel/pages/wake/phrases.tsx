import { useState } from 'react'
import type { WakeClip, WakePhraseCard } from '../../../server/requests/wake-requests.ts'
import { countOf, formatCount, formatDate } from '../../model/format.ts'
import { useChange } from '../../model/use-request.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Toggle } from '../../parts/toggle.tsx'
import { wakeWords } from '../../strings/wake.ts'

/** Every phrase with a switch; those that were trained here first. */
export function Phrases({ phrases, clips }: { phrases: readonly WakePhraseCard[]; clips: readonly WakeClip[] }) {
  const listen = useChange('wake.listen', ['wake'])
  const [removing, setRemoving] = useState<WakePhraseCard>()
  const own = phrases.filter(({ source }) => source === 'trained')
  const moved = listen.isPending ? listen.variables : undefined
  const isOn = ({ id, listening }: WakePhraseCard) => (moved?.id === id ? moved.on : listening)
  return (
    <section aria-label={wakeWords.phrases}>
      <h2>{wakeWords.phrases}</h2>
      {!phrases.some(isOn) && <p className="wake-none">{wakeWords.none}</p>}
      {listen.error !== null && <FailureLine error={listen.error} />}
      <ul className="wake-phrases">
        {[...own, ...phrases.filter(({ source }) => source === 'built-in')].map((card) => (
          <li key={card.id}>
            <Toggle
              label={`“${card.phrase}”`}
              why={aboutPhrase(card)}
              on={isOn(card)}
              busy={listen.isPending}
              onChange={(on) => listen.mutate({ id: card.id, on })}
            />
            {card.source === 'trained' && (
              <button
                type="button"
                className="plain-button small"
                aria-label={wakeWords.removeOf(card.phrase)}
                onClick={() => setRemoving(card)}
              >
                {wakeWords.remove}
              </button>
            )}
          </li>
        ))}
      </ul>
      {removing !== undefined && (
        <Removal
          card={removing}
          recordings={clips.filter(({ phrase }) => phrase === removing.id).length}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </section>
  )
}

function aboutPhrase({ training }: WakePhraseCard): string {
  if (training === undefined) return wakeWords.builtIn
  const { recordings, atMs, heldOut, missed } = training
  const from = recordings === 0 ? wakeWords.standIns : countOf(recordings, 'recording')
  const tested = heldOut === 0 ? '' : `; ${wakeWords.missed(formatCount(missed), formatCount(heldOut))}`
  return `${wakeWords.trained(from, formatDate(atMs))}${tested}.`
}

function Removal({ card, recordings, onClose }: { card: WakePhraseCard; recordings: number; onClose(): void }) {
  const remove = useChange('wake.remove', ['wake'])
  const [also, setAlso] = useState(false)
  return (
    <Confirm
      title={wakeWords.removeTitle(card.phrase)}
      yes={wakeWords.removeYes}
      busy={remove.isPending}
      onYes={() => remove.mutate({ id: card.id, recordings: also }, { onSuccess: onClose })}
      onNo={onClose}
    >
      <p>{wakeWords.removeWhy}</p>
      {recordings > 0 && (
        <label className="field">
          <input type="checkbox" checked={also} onChange={({ currentTarget }) => setAlso(currentTarget.checked)} />
          {wakeWords.removeRecordings}
        </label>
      )}
      {remove.error !== null && <FailureLine error={remove.error} />}
    </Confirm>
  )
}
