import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createLocalModel } from '../../../src/agent/local-model.ts'
import { createRouter } from '../../../src/agent/router.ts'
import { compareAnswers, fixedRequests } from '../../../src/app/memory/style-effect.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'
import { ScriptedTools } from '../../standalone/agent/turn-harness.ts'
import { installedModels } from '../installed-models.ts'

const id = 'smollm2-135m-instruct'
const model = createLocalModel({
  id,
  locate: () => installedModels.locate(id).files['model'] ?? '',
  cacheFolder: path.join(os.tmpdir(), 'sam-style-effect'),
  log: silentLogger,
})
afterAll(() => model.dispose())

it('the starter model follows the user’s ways when it is told of them, and only then', {
  timeout: 120_000,
}, async () => {
  const style = {
    styleFor: () => 'About the user, from earlier conversations: usually works in Swift; likes short answers.',
  }
  const router = createRouter({ applications: createApplicationIndex() })
  const requests = fixedRequests.slice(0, 2).map(({ request }) => request)
  const parts = { router, tools: new ScriptedTools(), model, style }
  for await (const effect of compareAnswers(parts, requests, new AbortController().signal)) {
    expect(effect.without).not.toMatch(/swift/i)
    expect(effect.with).toMatch(/swift/i)
  }
})
