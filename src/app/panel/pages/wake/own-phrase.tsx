import { useId, useState } from 'react'
import type { PanelStore } from '../../model/panel-store.ts'
import type { SoundPlayer } from '../../model/sound-player.ts'
import { useChange } from '../../model/use-request.ts'
import { phraseKey, type WakeState } from '../../model/wake-lines.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { WorkView } from '../../parts/work-view.tsx'
import { wakeWords } from '../../strings/wake.ts'
import { Clips } from './clips.tsx'
import { RecordButton } from './record-button.tsx'
import { useKeep } from './use-keep.ts'

const leastRecordings = 3

/** A phrase of the user's own: recorded a few times, listened to, learned. */
export function OwnPhrase({ state, store, player }: { state: WakeState; store: PanelStore; player: SoundPlayer }) {
  const { clips, training, phrases } = state
  const [typed, setTyped] = useState(() => state.trained ?? phrases.find(({ source }) => source === 'trained')?.phrase)
  const phrase = typed ?? ''
  const key = phraseKey(phrase)
  const field = useId()
  const keep = useKeep()
  const train = useChange('wake.train', ['wake'])
  const stop = useChange('wake.stop', ['wake'])
  const own = clips.filter((clip) => clip.phrase === key)
  const said = own.filter(({ label }) => label !== 'false').length
  const running = training.phase === 'running'
  const known = phrases.some(({ id, source }) => id === key && source === 'trained')
  const failed = keep.error ?? train.error ?? stop.error
  return (
    <section aria-label={wakeWords.own}>
      <h2>{wakeWords.own}</h2>
      <p className="small muted">{wakeWords.ownWhy}</p>
      <div className="field">
        <label htmlFor={field}>{wakeWords.phrase}</label>
        <input
          id={field}
          type="text"
          className="text-field wake-phrase"
          maxLength={60}
          placeholder={wakeWords.example}
          value={phrase}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </div>
      <RecordButton
        store={store}
        label={own.length === 0 ? wakeWords.record : wakeWords.recordAgain}
        saying={wakeWords.recording(phrase.trim())}
        disabled={key === undefined || keep.isPending}
        onRecorded={(samples) => keep.mutate({ phrase, label: 'sample', samples })}
      />
      <p className="small" role="status">
        {keep.isPending ? wakeWords.keeping : key !== undefined && wakeWords.count(said)}
      </p>
      <Clips clips={own} player={player} />
      {failed !== null && <FailureLine error={failed} />}
      <WorkView
        state={training}
        label={() => wakeWords.training(state.trained ?? '')}
        amount={(progress) => wakeWords.stages[progress?.phase ?? ''] ?? wakeWords.begins}
        onCancel={() => stop.mutate({})}
      >
        {(result) => <p>{wakeWords.learned(result.phrase)}</p>}
      </WorkView>
      {!running && (
        <div className="card-actions">
          <button
            type="button"
            className={said >= leastRecordings ? 'main-button' : 'plain-button'}
            disabled={key === undefined || train.isPending || (said > 0 && said < leastRecordings)}
            onClick={() => train.mutate({ phrase: phrase.trim() })}
          >
            {known ? wakeWords.trainAgain : wakeWords.train}
          </button>
          {said === 0 && key !== undefined && <span className="small muted">{wakeWords.alone}</span>}
        </div>
      )}
    </section>
  )
}
