import { expect, it } from 'vitest'
import { createRouter } from '../../../src/agent/router.ts'
import { suggestionsFor } from '../../../src/app/suggestions.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'
import type { Platform } from '../../../src/tools/platform/port.ts'
import { createRecordingPlatform } from '../../../src/tools/platform/recording.ts'

const recording = createRecordingPlatform(undefined)
const never = new AbortController().signal

function machine(kind: Platform['kind'], names: string[], pdfs: string[]): Platform {
  return {
    ...recording,
    kind,
    applications: {
      ...recording.applications,
      installed: async () => names.map((name) => ({ name, installedId: name })),
    },
    files: {
      ...recording.files,
      find: async () => ({ matches: pdfs.map((path) => ({ path })), complete: true }),
    },
  }
}

it('offers what is on this machine, each of which is understood without a model', async () => {
  const offered = await suggestionsFor(machine('macos', ['Chess', 'Notes', 'Xcode'], ['/a.pdf']), never)
  expect(offered).toEqual(['Open Xcode', 'What is on tomorrow?', 'Find the newest PDF'])
  const bare = await suggestionsFor(machine('linux', ['Chess'], []), never)
  expect(bare).toEqual(['What time is it?', 'Set a timer for five minutes'])
  const router = createRouter({ applications: createApplicationIndex() })
  const context = { now: new Date() } as Parameters<typeof router.route>[1]
  for (const text of [...offered, ...bare])
    expect(router.route(text, context), text).toMatchObject({ route: 'command' })
})

it('offers what needs no look where looking fails', async () => {
  const broken = machine('macos', [], [])
  broken.applications.installed = async () => Promise.reject(new Error('no'))
  broken.files.find = async () => Promise.reject(new Error('no'))
  expect(await suggestionsFor(broken, never)).toEqual(['What is on tomorrow?', 'Set a timer for five minutes'])
})
