import { Mic, Square } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { MicrophoneProblem } from '../../../server/messages.ts'
import type { PanelStore } from '../../model/panel-store.ts'
import { recordPhrase } from '../../model/recorder.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { wakeWords } from '../../strings/wake.ts'
import { LevelMeter } from '../../view/level-meter.tsx'

/** Records one phrase, with a level meter; says what is wrong with the microphone where something is. */
export function RecordButton({
  store,
  label,
  saying,
  disabled,
  onRecorded,
}: {
  store: PanelStore
  label: string
  /** What to do while it records. */
  saying: string
  disabled: boolean
  onRecorded(samples: Float32Array<ArrayBuffer>): void
}) {
  const [phase, setPhase] = useState<'none' | 'opening' | 'recording'>('none')
  const [problem, setProblem] = useState<MicrophoneProblem>()
  const stop = useRef<AbortController>(undefined)
  const gone = useRef(false)
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
      stop.current?.abort()
    }
  }, [])
  const record = async () => {
    const own = new AbortController()
    stop.current = own
    setProblem(undefined)
    setPhase('opening')
    const heard = await recordPhrase(store, own.signal, () => setPhase('recording'))
    if (gone.current) return
    setPhase('none')
    if (typeof heard === 'string') setProblem(heard)
    else onRecorded(heard)
  }
  return (
    <div className="recorder">
      {phase === 'none' ? (
        <button type="button" className="main-button recorder-button" disabled={disabled} onClick={() => void record()}>
          <Mic size={14} aria-hidden="true" />
          {label}
        </button>
      ) : (
        <button type="button" className="plain-button recorder-button" onClick={() => stop.current?.abort()}>
          <Square size={12} aria-hidden="true" />
          {wakeWords.stop}
        </button>
      )}
      {phase === 'recording' && <LevelMeter meter={store.microphoneMeter} active />}
      <p className="small muted" role="status">
        {phase === 'opening' ? wakeWords.opening : phase === 'recording' ? saying : ''}
      </p>
      {problem !== undefined && <FailureLine error={{ message: wakeWords.problems[problem] }} />}
    </div>
  )
}
