import { reportOf } from '../../learning/proof/night-report.ts'
import type { NightStore } from '../../memory/ports.ts'
import type { LearningNews } from '../../tools/actions/learning.ts'

/** What the last night came to, for the briefing. */
export function lastNightNews(nights: NightStore): LearningNews {
  return {
    untold() {
      const night = nights.untold()
      const spoken = night === undefined ? undefined : reportOf(night)
      return night === undefined || spoken === undefined ? undefined : { id: night.id, spoken }
    },
    setTold: (id) => nights.setTold(id),
  }
}
