import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { SamError } from '../../../../core/errors.ts'
import type { ScoredSound } from '../../../server/requests/wake-requests.ts'
import { ask, upload } from '../../model/ask.ts'
import type { PanelStore } from '../../model/panel-store.ts'
import { readSoundFile, samplesFile } from '../../model/recorder.ts'
import type { WakeState } from '../../model/wake-lines.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { ChooseFiles } from '../../parts/drop-zone.tsx'
import { wakeWords } from '../../strings/wake.ts'
import { RecordButton } from './record-button.tsx'
import { Score } from './score.tsx'
import { Threshold } from './threshold.tsx'

const all = ''

/** Why did it fire, or why not? */
export function TryIt({ state, store }: { state: WakeState; store: PanelStore }) {
  const [chosen, setChosen] = useState(all)
  const choice = useId()
  const { mutate, error, isPending, data, variables } = useMutation<ScoredSound, SamError, Float32Array>({
    mutationFn: async (samples) => {
      const { id } = await upload(samplesFile(samples), 'sound')
      return ask('wake.score', { sound: { upload: id }, ...(chosen === all ? {} : { id: chosen }) })
    },
  })
  const [unreadable, setUnreadable] = useState(false)
  const takeFile = async ([file]: File[]) => {
    if (file === undefined) return
    setUnreadable(false)
    const samples = await readSoundFile(file).catch(() => undefined)
    if (samples === undefined) setUnreadable(true)
    else mutate(samples)
  }
  return (
    <section aria-label={wakeWords.test}>
      <h2>{wakeWords.test}</h2>
      <p className="small muted">{wakeWords.testWhy}</p>
      <div className="field">
        <label htmlFor={choice}>{wakeWords.testOf}</label>
        <select id={choice} value={chosen} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
          <option value={all}>{wakeWords.all}</option>
          {state.phrases.map(({ id, phrase }) => (
            <option key={id} value={id}>
              {phrase}
            </option>
          ))}
        </select>
      </div>
      <div className="try-actions">
        <RecordButton
          store={store}
          label={wakeWords.testRecord}
          saying={wakeWords.recordingAny}
          disabled={isPending}
          onRecorded={(samples) => mutate(samples)}
        />
        <ChooseFiles
          label={wakeWords.testFile}
          accept="audio/*"
          several={false}
          quiet
          onFiles={(files) => void takeFile(files)}
        />
      </div>
      {unreadable && <FailureLine error={new SamError('sound-unreadable', wakeWords.fileUnreadable)} />}
      {isPending && (
        <p className="muted" role="status">
          {wakeWords.scoring}
        </p>
      )}
      {error !== null && <FailureLine error={error} />}
      {data !== undefined && variables !== undefined && !isPending && (
        <Score key={data.line.length} scored={data} samples={variables} state={state} chosen={chosen} />
      )}
      <Threshold threshold={state.threshold} />
    </section>
  )
}
