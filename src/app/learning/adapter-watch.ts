import type { Clock } from '../../core/clock.ts'
import { toSamError } from '../../core/errors.ts'
import type { Logger } from '../../core/log.ts'
import type { AdapterManifest, AdapterRegistry } from '../../learning/proof/adapter-registry.ts'
import { canaryTurns, judgeCanary } from '../../learning/proof/canary.ts'
import type { NightStore, TurnTrouble } from '../../memory/ports.ts'
import type { Turns } from '../memory/record-turns.ts'

export interface AdapterWatchParts {
  registry: AdapterRegistry
  nights: Pick<NightStore, 'takeBack'>
  trouble(since: Date, limit: number): { before: TurnTrouble; since: TurnTrouble }
  /** The adapter is for the model that answers. */
  fits(base: AdapterManifest['base']): boolean
  /** The local model is loaded anew at the next request. */
  reload(): Promise<void>
  onRollBack(id: string, reason: string): void
  clock: Clock
  logger: Logger
}

/**
 * Sees to it that the adapter that is in use is the one that answers, also when another process changed it, and takes a new one back when
 * more goes wrong with it than before. That the watch fails is no reason for a turn to fail.
 */
export class AdapterWatch {
  private readonly parts: AdapterWatchParts
  private answering: string | null | undefined

  constructor(parts: AdapterWatchParts) {
    this.parts = parts
    // The model may be loaded before the first turn, and another process may change the adapter in between.
    void this.quietly(async () => {
      this.answering = parts.registry.currentId()
    })
  }

  over(turns: Turns): Turns {
    return {
      conversation: turns.conversation,
      run: async (request, hooks) => {
        await this.quietly(() => this.follow())
        await turns.run(request, hooks)
        await this.quietly(() => this.look())
      },
    }
  }

  /** Loads the model anew when another adapter is in use than at the last turn. */
  private async follow(): Promise<void> {
    const current = this.parts.registry.currentId()
    if (this.answering !== undefined && this.answering !== current) await this.parts.reload()
    this.answering = current
  }

  private async look(): Promise<void> {
    const { registry, nights, trouble, fits, onRollBack, clock } = this.parts
    const current = registry.current(fits)
    if (current === undefined) return
    const { before, since } = trouble(current.since, canaryTurns)
    if (judgeCanary(before, since) !== 'roll-back') return
    const { id } = current.manifest
    registry.rollBack(clock.wallTime())
    const reason = `of ${since.turns} turns ${since.troubled} went wrong, before it was ${before.troubled} of ${before.turns}`
    nights.takeBack(id, reason)
    onRollBack(id, reason)
    await this.follow()
  }

  private async quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      this.parts.logger.warn('the adapter in use was not looked at', { because: toSamError(thrown).message })
    }
  }
}
