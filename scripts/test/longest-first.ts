import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longest, the longest first. What begins last and takes long would run alone, with a core idle. */
const longest = [
  'models/learning/night.test.ts',
  'models/agent/local-tools.test.ts',
  'models/audio/own-wake-phrase.test.ts',
  'models/agent/local-model.test.ts',
  'models/app/listening.test.ts',
  'e2e/pages.test.ts',
  'e2e/loop.test.ts',
  'e2e/wake-page.test.ts',
  'e2e/memory-page.test.ts',
  'e2e/microphone.test.ts',
  'e2e/panel.test.ts',
  'e2e/appearance.test.ts',
]
/** It trains, as the nights do: only one training goes on at a time. */
const last = 'models/learning/training.test.ts'

/** The two nights of learning take about half of all time that model tests take: everything else runs beside them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      if (moduleId.endsWith(`/${last}`)) return longest.length + 1
      const found = longest.findIndex((file) => moduleId.endsWith(`/${file}`))
      return found === -1 ? longest.length : found
    }
    // A stable sort: the rest stays as Vitest has it.
    return (await super.sort(files)).sort((one, other) => place(one) - place(other))
  }
}
