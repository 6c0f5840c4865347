import { SamError } from '../../core/errors.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'
import type { serviceInputs } from '../server/requests/service-requests.ts'
import type { ServiceRecorder } from '../service-levels.ts'

export interface ServiceDeskParts {
  service: Pick<ServiceRecorder, 'levels' | 'label'>
}

/** What the page Service levels asks. */
export function createServiceDesk({
  service,
}: ServiceDeskParts): Pick<RequestHandlers, keyof typeof serviceInputs & keyof RequestHandlers> {
  return {
    'service.levels': () => service.levels(),
    'service.label-wake'({ id, falseWake }) {
      if (!service.label(id, falseWake)) throw new SamError('wake-forgotten', 'I no longer know of this one.')
      return { id }
    },
  }
}
