import type { Clock } from '../../core/clock.ts'
import { runChore } from '../chores/run-chore.ts'
import type { doctorInputs } from '../server/requests/doctor-requests.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'

export interface DoctorDeskParts {
  home: string
  modelsFolder: string
  /** No network, as things are now: `--offline`, or the settings. */
  readonly offline: boolean
  environment: Record<string, string | undefined>
  clock: Clock
}

/** What the Doctor page asks. The looks load every engine for real, so they are taken in a process of their own. */
export function createDoctorDesk(
  parts: DoctorDeskParts,
): Pick<RequestHandlers, keyof typeof doctorInputs & keyof RequestHandlers> {
  const { home, modelsFolder, environment, clock } = parts
  return {
    async 'doctor.look'(_input, call) {
      const chore = { kind: 'doctor', home, modelsFolder, offline: parts.offline } as const
      const findings = await runChore<'doctor'>(chore, call, environment)
      return { findings, atMs: clock.wallTime().getTime() }
    },
  }
}
