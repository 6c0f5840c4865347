import { z } from 'zod'

export const uploadId = z.uuid()

/** What an upload may be used for, and how large it may be. */
export const uploadLimits = {
  import: 8 * 2 ** 30,
  voice: 2 ** 30,
  sound: 32 * 2 ** 20,
} as const

export type UploadPurpose = keyof typeof uploadLimits

/** Of `PUT /uploads?name=…&purpose=…`, the file as body. */
export const uploadInput = z.strictObject({
  name: z.string().min(1).max(1000),
  purpose: z.enum(['import', 'voice', 'sound']),
})

export const uploadInputs = {
  /** The page changed its mind. */
  'uploads.discard': z.strictObject({ uploads: z.array(uploadId).max(2000) }),
}

export interface UploadResults {
  'uploads.discard': { discarded: number }
}

/** Answer to a PUT. */
export interface UploadAnswer {
  id: string
  name: string
  bytes: number
}
