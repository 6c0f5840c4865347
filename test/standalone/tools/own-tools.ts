import { createTools } from '../../../src/tools/create-tools.ts'
import { createTestClock, createTestLogger, platformWith } from './fixtures.ts'

/** All of SAM's own tools, for their names and schemas: none of them is run. */
export function ownTools() {
  const unused = new Proxy({}, { get: () => undefined }) as never
  const { registry } = createTools({
    platform: platformWith(),
    memory: unused,
    clock: createTestClock().clock,
    logger: createTestLogger(),
    onRing() {},
  })
  return registry
}
