import { systemClock } from '../../../../core/clock.ts'
import { loadConfig } from '../../../../core/config.ts'
import { describe } from '../../../../learning/made/made-example.ts'
import { makeExamples } from '../../../../learning/made/make-examples.ts'
import { makeVariations } from '../../../../learning/made/variations.ts'
import { learningStatus } from '../../../../learning/status.ts'
import { CategoryClassifier } from '../../../../memory/categories/classify.ts'
import { createDatabase } from '../../../../memory/database.ts'
import { createTrainingStore } from '../../../../memory/imports/store/training-store.ts'
import { createTurnOutcomes } from '../../../../memory/learning/turn-outcomes.ts'
import { createVariationLog } from '../../../../memory/learning/variation-log.ts'
import { createPatternStore } from '../../../../memory/patterns/pattern-store.ts'
import { createStyleGuide } from '../../../../memory/patterns/style-guide.ts'
import { createTrainingReader } from '../../../../memory/training-reader.ts'
import { hideAll } from '../../../learning/distillation.ts'
import { categoriser } from '../../../learning/open-session-watch.ts'
import { rewriterOf } from '../../../learning/rewrite-request.ts'
import { defineCommand } from '../../command.ts'
import { withSam } from '../../open-sam.ts'

export const prepare = defineCommand({
  name: 'prepare',
  summary:
    'make examples of plans and designs, of what went wrong, of honest and helpful manners, and of your own style',
  options: {
    variations: {
      type: 'integer',
      value: 'count',
      default: 0,
      minimum: 0,
      maximum: 100_000,
      summary: 'so many other wordings of questions are asked of a model at most',
    },
    model: {
      type: 'text',
      value: 'name',
      default: 'local',
      choices: ['local', 'claude'],
      summary: 'who words them; Claude only where you allowed escalation, within the budget of the day',
    },
  },
  examples: ['sam learn prepare', 'sam learn prepare --variations 50 --model claude'],
  async run(context, { options: { variations, model } }) {
    const { home, output, signal } = context
    const config = loadConfig(home)
    const database = createDatabase(home)
    try {
      const [store, reader] = [createTrainingStore(database), createTrainingReader(database)]
      const classifier = new CategoryClassifier()
      const patterns = createPatternStore(database)
      const made = makeExamples({
        ...{ store, reader, hideAll, signal, categoryOf: categoriser(classifier) },
        outcomes: createTurnOutcomes(database).each(),
        distillationAllowed: config.distillation.allowed,
        patterns: patterns.list(),
        styleFor: (request, tokens) => createStyleGuide(patterns, classifier).styleFor(request, tokens),
      })
      output.emit(
        { type: 'learn-made', ...made },
        `New examples: ${made.planning} of planning, ${made.gaps} from what went wrong, ${made.manners} of manners, ${made.style} in your style.`,
      )
      if (variations === 0) return 0
      return await withSam(context, async (sam) => {
        const { sources } = learningStatus(store, config.learning)
        const worded = await makeVariations({
          ...{ reader, signal, each: config.learning.variations, limit: variations, madeBy: model },
          log: createVariationLog(database),
          lacks: (source) => sources.some(({ id, ready, target }) => id === source && ready < target),
          rewrite: rewriterOf(sam, model === 'claude'),
          keep: (example) =>
            store.put([describe({ ...example, createdMs: systemClock.wallTime().getTime() })])[0] === true,
        })
        output.emit(
          { type: 'learn-variations', ...worded },
          `Asked for ${worded.asked} other wordings and kept ${worded.kept}.`,
        )
        return 0
      })
    } finally {
      database.close()
    }
  },
})
