import type { DoctorFinding } from '../server/requests/doctor-requests.ts'
import { bad, type Check, type CheckContext, messageOf } from './check.ts'
import { atRestCheck, databaseCheck, homeCheck, settingsCheck, wakeCheck } from './home-checks.ts'
import { browserCheck, claudeKeyCheck, microphoneCheck, platformCheck, sandboxCheck } from './machine-checks.ts'
import { modelChecks } from './model-checks.ts'
import { dependenciesCheck, electronCheck, enginesCheck, languageEngineCheck, nodeCheck } from './software-checks.ts'

const checks: Record<string, Check> = {
  node: nodeCheck,
  dependencies: dependenciesCheck,
  engines: enginesCheck,
  'language engine': languageEngineCheck,
  'home folder': homeCheck,
  settings: settingsCheck,
  'wake words': wakeCheck,
  database: databaseCheck,
  'memory at rest': atRestCheck,
  models: modelChecks,
  microphone: microphoneCheck,
  platform: platformCheck,
  sandbox: sandboxCheck,
  'menu bar': electronCheck,
  'Claude key': claudeKeyCheck,
  browser: browserCheck,
}

/** How many looks there are. */
export const checkCount = Object.keys(checks).length

/** Looks at everything, one thing after the other; a look that fails is a finding too. Ends early where the signal says so, with its reason. */
export async function* look(context: CheckContext): AsyncGenerator<DoctorFinding[]> {
  for (const [name, check] of Object.entries(checks)) {
    context.signal.throwIfAborted()
    try {
      yield [await check(context)].flat()
    } catch (thrown) {
      yield [bad(name, `could not be looked at: ${messageOf(thrown)}`, 'sam doctor --verbose')]
    }
  }
}
