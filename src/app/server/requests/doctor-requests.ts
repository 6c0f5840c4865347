import { z } from 'zod'

export const doctorInputs = {
  'doctor.look': z.strictObject({}),
}

/** What one look at the machine found. */
export interface DoctorFinding {
  name: string
  ok: boolean
  /** What is there or not, in words. */
  detail: string
  /** The command or step that mends it. */
  remedy?: string
  /** SAM cannot do its main work without it. */
  required: boolean
}

export interface DoctorResults {
  'doctor.look': { findings: DoctorFinding[]; atMs: number }
}
