import { z } from 'zod'

/** What JavaScript's Date can hold, in milliseconds since 1970. */
const latest = 8.64e15

export const nothing = z.null()
/** An identifier of an application: no control characters, no endless text. */
export const identifier = z.string().regex(/^[^\p{Cc}]{1,500}$/u)
/** One line that a person wrote; form feeds and the like become spaces, so that no answer can fake a second line. */
export const line = z
  .string()
  .max(20_000)
  .transform((text) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim())
export const moment = z
  .number()
  .int()
  .min(-latest)
  .max(latest)
  .transform((milliseconds) => new Date(milliseconds))
export const count = z.number().int().min(0)
