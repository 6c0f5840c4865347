import { hideAll } from '../../../src/app/learning/distillation.ts'
import { createSessionWatch } from '../../../src/app/learning/open-session-watch.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { configSchema } from '../../../src/core/config.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { buildDataset } from '../../../src/learning/dataset/build-dataset.ts'
import { defaultRecipe } from '../../../src/learning/recipe.ts'
import { createDatabase } from '../../../src/memory/database.ts'
import { createTrainingReader } from '../../../src/memory/training-reader.ts'

// One stage of learning in a process of its own, to be killed. Says "begun" when it works.
const [, , stage, home = '', folder = ''] = process.argv
const database = createDatabase(home)
database.connection()
process.stdout.write('begun\n')
if (stage === 'sessions') {
  const config = configSchema.parse({ distillation: { sessions: true, sessionsFolder: folder } })
  const watch = createSessionWatch({ config, database, clock: systemClock, logger: silentLogger })
  await watch.look(new AbortController().signal)
} else {
  buildDataset({ reader: createTrainingReader(database), folder, seed: 3, recipe: defaultRecipe, hideAll })
}
database.close()
process.stdout.write('done\n')
