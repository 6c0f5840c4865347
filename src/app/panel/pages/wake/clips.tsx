import { Play, Square, Trash2 } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { type SamError, toSamError } from '../../../../core/errors.ts'
import type { WakeClip } from '../../../server/requests/wake-requests.ts'
import { ask } from '../../model/ask.ts'
import { formatDate, formatTime } from '../../model/format.ts'
import { recordingRateHz } from '../../model/recorder.ts'
import type { SoundPlayer } from '../../model/sound-player.ts'
import { useChange } from '../../model/use-request.ts'
import { decodeSamples } from '../../model/voice-files.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { LongList } from '../../parts/long-list.tsx'
import { wakeWords } from '../../strings/wake.ts'

function nameOf({ label, atMs, seconds }: WakeClip): string {
  return wakeWords.clip(wakeWords.labels[label], `${formatDate(atMs)}, ${formatTime(atMs)}`, seconds.toFixed(1))
}

/** What was recorded for a phrase: to be listened to, or deleted. */
export function Clips({ clips, player }: { clips: readonly WakeClip[]; player: SoundPlayer }) {
  const playing = useSyncExternalStore(player.subscribe, player.playing)
  const discard = useChange('wake.discard', ['wake'])
  const [failed, setFailed] = useState<SamError>()
  if (clips.length === 0) return null
  const play = (id: string) => {
    setFailed(undefined)
    const load = async () => decodeSamples((await ask('wake.sound', { clip: id })).samples)
    player.play(id, recordingRateHz, load).catch((thrown: unknown) => setFailed(toSamError(thrown)))
  }
  const error = failed ?? discard.error
  return (
    <>
      <LongList label={wakeWords.clips} items={clips} keyOf={({ id }) => id} textOf={nameOf} estimatedHeight={34}>
        {(clip) => {
          const { id } = clip
          const name = nameOf(clip)
          const heard = playing === id
          return (
            <div className="wake-clip">
              <button
                type="button"
                className="play-clip"
                aria-label={`${heard ? wakeWords.stopPlaying : wakeWords.play}: ${name}`}
                onClick={() => (heard ? player.stop() : play(id))}
              >
                {heard ? <Square size={11} aria-hidden="true" /> : <Play size={12} aria-hidden="true" />}
              </button>
              <span className="small">{name}</span>
              <button
                type="button"
                className="quiet-button"
                aria-label={`${wakeWords.discard}: ${name}`}
                title={wakeWords.discard}
                disabled={discard.isPending}
                onClick={() => discard.mutate({ clip: id })}
              >
                <Trash2 size={14} aria-hidden="true" />
              </button>
            </div>
          )
        }}
      </LongList>
      {error !== null && <FailureLine error={error} />}
    </>
  )
}
