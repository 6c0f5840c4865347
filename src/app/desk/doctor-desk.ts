import type { Clock } from '../../core/clock.ts'
import type { doctorInputs } from '../server/requests/doctor-requests.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'
import { runChore } from './run-chore.ts'

export interface DoctorDeskParts {
  home: string
  modelsFolder: string
  offline: boolean
  environment: Record<string, string | undefined>
  clock: Clock
}

/** What the Doctor page asks. The looks load every engine for real, so they are taken in a process of their own. */
export function createDoctorDesk({
  clock,
  environment,
  ...place
}: DoctorDeskParts): Pick<RequestHandlers, keyof typeof doctorInputs & keyof RequestHandlers> {
  const { home, modelsFolder, offline } = place
  return {
    async 'doctor.look'(_input, call) {
      const findings = await runChore<'doctor'>({ kind: 'doctor', home, modelsFolder, offline }, call, environment)
      return { findings, atMs: clock.wallTime().getTime() }
    },
  }
}
