import { systemClock } from '../../../../core/clock.ts'
import type { SuiteComparison } from '../../../../learning/proof/compare.ts'
import type { NightParts, NightReport } from '../../../../learning/proof/night.ts'
import { createDatabase } from '../../../../memory/database.ts'
import { openNight } from '../../../learning/open-night.ts'
import { isOffline, modelStore } from '../../../models/open-model-store.ts'
import type { CommandContext } from '../../command.ts'

/** What nights need, for the length of one command. */
export async function withNight<Result>(
  context: CommandContext,
  use: (parts: NightParts) => Promise<Result>,
): Promise<Result> {
  const database = createDatabase(context.home)
  try {
    const models = modelStore(context)
    return await use(openNight({ ...context, offline: isOffline(context), clock: systemClock, database, models }))
  } finally {
    database.close()
  }
}

/** The lines `suite` and `verdict` of the contract. */
export function showProof(
  { output }: CommandContext,
  { comparisons, verdict }: Pick<NightReport, 'comparisons' | 'verdict'>,
): void {
  for (const { part, comparison } of comparisons) {
    output.emit({ type: 'suite', part, ...comparison }, () => describe(part, comparison))
  }
  const { promote, reasons } = verdict
  output.emit({ type: 'verdict', promote, reasons }, `${promote ? 'Adopted' : 'Not adopted'}: ${reasons.join('; ')}.`)
}

function describe(part: string, { name, n, measure, before, after, interval, p }: SuiteComparison): string {
  const [low, high] = interval
  const shown = (value: number) => (measure === 'share' ? `${(value * 100).toFixed(1)} %` : value.toFixed(3))
  const change = `${shown(low)} to ${shown(high)}`
  return `${part.padEnd(6)} ${name.padEnd(26)} ${String(n).padStart(5)}  ${shown(before)} -> ${shown(after)}  (${change}, p ${p.toPrecision(2)})`
}
