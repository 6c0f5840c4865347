import { SamError } from '../../../core/errors.ts'
import { defineCommand } from '../command.ts'
import { bad, type Check, type Finding, messageOf } from '../doctor/check.ts'
import { atRestCheck, databaseCheck, homeCheck, settingsCheck } from '../doctor/home-checks.ts'
import { browserCheck, claudeKeyCheck, microphoneCheck, platformCheck, sandboxCheck } from '../doctor/machine-checks.ts'
import { modelChecks } from '../doctor/model-checks.ts'
import {
  dependenciesCheck,
  electronCheck,
  enginesCheck,
  languageEngineCheck,
  nodeCheck,
} from '../doctor/software-checks.ts'

const checks: Record<string, Check> = {
  node: nodeCheck,
  dependencies: dependenciesCheck,
  engines: enginesCheck,
  'language engine': languageEngineCheck,
  'home folder': homeCheck,
  settings: settingsCheck,
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

function words({ name, ok, required, detail, remedy }: Finding): string {
  const mark = ok ? 'ok     ' : required ? 'MISSING' : 'without'
  return `${mark}  ${name}: ${detail}${remedy === undefined ? '' : `\n         to mend it: ${remedy}`}`
}

export const command = defineCommand({
  name: 'doctor',
  summary: 'what is missing on this machine, and how to mend it',
  async run(context) {
    const missing: Finding[] = []
    for (const [name, check] of Object.entries(checks)) {
      context.signal.throwIfAborted()
      let findings: Finding[]
      try {
        findings = [await check(context)].flat()
      } catch (thrown) {
        findings = [bad(name, `could not be looked at: ${messageOf(thrown)}`, 'sam doctor --verbose')]
      }
      for (const finding of findings) {
        context.output.emit({ type: 'check', ...finding }, () => words(finding))
        if (!finding.ok && finding.required) missing.push(finding)
      }
    }
    if (missing.length === 0) {
      context.output.say('SAM has what it needs.')
      return 0
    }
    const models = missing.flatMap(({ name }) => (name.startsWith('model ') ? [name.slice('model '.length)] : []))
    // Without ids it fetches every starter model that is not in order.
    const remedy = models.length === missing.length && models.length > 1 ? 'sam models pull' : missing[0]?.remedy
    throw new SamError('not-ready', `Missing: ${missing.map(({ name }) => name).join(', ')}.`, {
      kind: 'missing',
      ...(remedy === undefined ? {} : { remedy }),
    })
  },
})
