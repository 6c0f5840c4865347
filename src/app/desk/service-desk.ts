import { SamError } from '../../core/errors.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'
import type { serviceInputs } from '../server/requests/service-requests.ts'
import { benchRuns } from '../service/bench-history.ts'
import type { ServiceRecorder } from '../service/service-recorder.ts'
import { type HeardSound, isUsable } from '../wake/heard-sound.ts'
import { discardWakeClip, isWakeClip, keepWakeClip } from '../wake/wake-clips.ts'

export interface ServiceDeskParts {
  /** SAM_HOME. */
  home: string
  service: Pick<ServiceRecorder, 'levels' | 'label' | 'wake'>
  heard: Pick<HeardSound, 'soundOfWake'>
}

/** What the page Service levels asks. */
export function createServiceDesk({
  home,
  service,
  heard,
}: ServiceDeskParts): Pick<RequestHandlers, keyof typeof serviceInputs & keyof RequestHandlers> {
  return {
    'service.levels': () => service.levels(),
    'service.acoustic': () => ({ runs: benchRuns(home, 'acoustic') }),
    'service.label-wake'({ id, falseWake }) {
      const wake = service.wake(id)
      if (wake === undefined) throw new SamError('wake-forgotten', 'I no longer know of this one.')
      const { phrase, atMs, clip } = wake
      if (!falseWake && clip !== undefined && isWakeClip(home, clip)) discardWakeClip(home, clip)
      const samples = falseWake && clip === undefined ? heard.soundOfWake(id) : undefined
      const kept =
        samples === undefined || !isUsable(samples)
          ? clip
          : keepWakeClip(home, { phrase, label: 'false', samples, atMs: Math.round(atMs) }).id
      service.label(id, falseWake, falseWake ? kept : undefined)
      return { id }
    },
  }
}
