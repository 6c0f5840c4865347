import { createIntentClassifier } from '../../src/agent/classifier/classifier.ts'
import { createRouter } from '../../src/agent/router.ts'
import { harmless, toolsOfLabel } from '../../src/app/bench/agent/request-labels.ts'
import { packModel, unpackModel } from '../../src/core/text-model/linear-model.ts'
import { createApplicationIndex } from '../../src/tools/applications/application-index.ts'
import type { LabelledExample } from './examples.ts'
import { trainTables } from './tables.ts'

const folds = 5
const reads =
  /^(?:weather\.now|news\.headlines|calendar\.list|reminders\.list|lists\.show|notes\.search|mail\.(?:unread|search)|contacts\.find|media\.now-playing|files\.(?:find|recent)|system\..*|apps\.(?:list|front)|windows\.list|time\.list|browser\.tabs?|shortcuts\.list|briefing\.now)$/

/** The whole router on the fifth of SLURP that its table has not seen, five times. Prints the figures of decision 0011. */
export function measureFolds(examples: readonly LabelledExample[]): void {
  const own = examples.filter(({ set }) => set === 'slurp')
  const others = examples.filter(({ set }) => set !== 'slurp')
  const hits = new Map<string, { right: number; all: number }>()
  const needless = { all: 0, used: 0, acted: 0 }
  const wrong: string[] = []
  for (let fold = 0; fold < folds; fold++) {
    const trained = trainTables([...own.filter((_, index) => index % folds !== fold), ...others])
    const router = createRouter({
      applications: createApplicationIndex(),
      classifier: createIntentClassifier(() => unpackModel(packModel(trained.topics))),
      commandClassifier: createIntentClassifier(() => unpackModel(packModel(trained.commands))),
    })
    for (const { text, action } of own.filter((_, index) => index % folds === fold)) {
      const routed = router.route(text, { now: new Date(2026, 4, 20, 15) })
      const tool = /^(?:command|control|recall)$/.test(routed.route) ? (routed.intent ?? '') : ''
      const wanted = toolsOfLabel[action]
      if (wanted !== undefined) {
        const hit = hits.get(action) ?? { right: 0, all: 0 }
        hit.all++
        if (wanted.test(tool)) hit.right++
        hits.set(action, hit)
        continue
      }
      needless.all++
      if (tool === '' || harmless.test(tool) || routed.route !== 'command') continue
      needless.used++
      if (!reads.test(tool)) needless.acted++
      wrong.push(`${tool} (${routed.reason}): ${text}`)
    }
  }
  const shares = [...hits].map(([action, hit]) => [action, hit.right / hit.all] as const)
  const macro = shares.reduce((sum, [, share]) => sum + share, 0) / shares.length
  console.log(shares.map(([action, share]) => `${action} ${share.toFixed(3)}`).join(', '))
  console.log(
    `macro ${macro.toFixed(4)}, needless ${(needless.used / needless.all).toFixed(4)}, acted ${(needless.acted / needless.all).toFixed(4)}`,
  )
  if (process.env['SHOW'] !== undefined) console.log(wrong.join('\n'))
}
