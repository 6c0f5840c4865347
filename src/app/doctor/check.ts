import type { ModelStorePlace } from '../models/open-model-store.ts'
import type { DoctorFinding } from '../server/requests/doctor-requests.ts'

export interface CheckContext extends ModelStorePlace {
  signal: AbortSignal
}

/** Looks, and leaves nothing behind but the folders SAM uses anyway. Answers one or several findings. */
export type Check = (
  context: CheckContext,
) => Promise<DoctorFinding | DoctorFinding[]> | DoctorFinding | DoctorFinding[]

export const good = (name: string, detail: string, required = true): DoctorFinding => ({
  name,
  ok: true,
  detail,
  required,
})

export const bad = (name: string, detail: string, remedy: string, required = true): DoctorFinding => ({
  name,
  ok: false,
  detail,
  remedy,
  required,
})

export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))
