import { z } from 'zod'

export const doctorInputs = {
  'doctor.look': z.strictObject({}),
}

/** What one look found, as `sam doctor` tells it. */
export interface DoctorFinding {
  name: string
  ok: boolean
  detail: string
  remedy?: string
  /** SAM cannot do its main work without it. */
  required: boolean
}

export interface DoctorResults {
  'doctor.look': { findings: DoctorFinding[]; atMs: number }
}
