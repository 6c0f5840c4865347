import { SamError } from '../../../core/errors.ts'
import { look } from '../../doctor/look.ts'
import type { DoctorFinding } from '../../server/requests/doctor-requests.ts'
import { defineCommand } from '../command.ts'

function words({ name, ok, required, detail, remedy }: DoctorFinding): string {
  const mark = ok ? 'ok     ' : required ? 'MISSING' : 'without'
  return `${mark}  ${name}: ${detail}${remedy === undefined ? '' : `\n         to mend it: ${remedy}`}`
}

export const command = defineCommand({
  name: 'doctor',
  summary: 'what is missing on this machine, and how to mend it',
  async run(context) {
    const missing: DoctorFinding[] = []
    for await (const findings of look(context)) {
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
