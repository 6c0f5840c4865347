import path from 'node:path'
import { loadConfig } from '../../../../core/config.ts'
import { buildDataset, type Dataset } from '../../../../learning/dataset/build-dataset.ts'
import { createDatabase } from '../../../../memory/database.ts'
import { createPreferenceStore } from '../../../../memory/learning/preferences.ts'
import { createTrainingReader } from '../../../../memory/training-reader.ts'
import { hideAll } from '../../../learning/distillation.ts'
import { questionsOfProof } from '../../../learning/questions-of-proof.ts'
import { defineCommand } from '../../command.ts'
import { numbers } from './numbers.ts'

export const build = defineCommand({
  name: 'build',
  summary: 'mix everything there is to learn from into a training set',
  options: {
    out: { type: 'text', value: 'folder', summary: 'where the set is written' },
    seed: {
      type: 'integer',
      value: 'number',
      default: 1,
      minimum: 0,
      summary: 'decides the order and what is left out',
    },
    size: { type: 'integer', value: 'count', minimum: 1, summary: 'examples of the whole set; as the settings say' },
  },
  examples: ['sam learn build --out my-set', 'sam learn build --seed 7 --size 85000 --out my-set'],
  async run({ home, output, signal }, { options: { out, seed, size } }) {
    const folder = path.resolve(out ?? path.join(home, 'datasets', `seed-${seed}`))
    const database = createDatabase(home)
    try {
      const dataset = buildDataset({
        reader: createTrainingReader(database),
        preferences: createPreferenceStore(database),
        questions: questionsOfProof(),
        hideAll,
        folder,
        seed,
        recipe: loadConfig(home).learning,
        ...(size === undefined ? {} : { size }),
        signal,
      })
      output.emit({ type: 'dataset', folder, ...dataset }, () => describe(folder, dataset))
      return 0
    } finally {
      database.close()
    }
  },
})

function describe(folder: string, { examples, bySource, shortfalls, leftOut }: Dataset): string {
  const list = (counts: Partial<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, count = 0]) => `${name} ${numbers.format(count)}`)
      .join(', ') || 'none'
  return [
    `${numbers.format(examples)} examples in ${folder}`,
    `  from: ${list(bySource)}`,
    `  missing: ${list(shortfalls)}`,
    `  left out: ${list({ ...leftOut })}`,
  ].join('\n')
}
