import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The two nights of learning take half of all time that model tests take: they begin first, and everything else runs beside
 * them. What trains, too, comes last: both install the same packages when these are missing.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) =>
      moduleId.endsWith('/learning/night.test.ts') ? 0 : moduleId.endsWith('/learning/training.test.ts') ? 2 : 1
    // A stable sort: the rest stays as Vitest has it.
    return (await super.sort(files)).sort((one, other) => place(one) - place(other))
  }
}
