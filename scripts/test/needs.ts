import { spawnSync } from 'node:child_process'
import { findBrowser } from '../../src/app/bench/panel/browser.ts'
import { ProgressBar } from '../../src/app/cli/progress-bar.ts'
import { projectRoot, samModels } from '../../src/core/paths.ts'
import { createModelStore } from '../../src/models/store.ts'

const messageOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown))

/** Tested, too, and small. */
const besideStarters = ['speaker-encoder']

/** Fetches the starter models that are missing. Answers why they cannot be had, or undefined when all are there. */
export async function starterModels(): Promise<string | undefined> {
  const store = createModelStore({ root: samModels(), projectRoot, environment: process.env, offline: false })
  const bar = new ProgressBar(process.stderr, () => performance.now())
  try {
    await store.pull([...store.starterSet(), ...besideStarters], { onProgress: (progress) => bar.show(progress) })
    return undefined
  } catch (thrown) {
    return messageOf(thrown)
  } finally {
    bar.stop()
  }
}

/** Why no Chromium can be driven here, or undefined when one starts. */
export async function browserProblem(): Promise<string | undefined> {
  try {
    const found = await findBrowser()
    if (found === undefined) return 'no Chromium or Chrome was found (CHROMIUM_PATH names one)'
    const { status, stderr, error } = spawnSync(found.executable, ['--version', '--no-sandbox'], {
      encoding: 'utf8',
      timeout: 60_000,
    })
    if (status === 0) return undefined
    return `${found.executable} does not start: ${error?.message ?? stderr.trim().split('\n')[0]}`
  } catch (thrown) {
    return messageOf(thrown)
  }
}
