import type { ErrorKind } from './errors.ts'

/** Exit codes of `bin/sam`: 0 done, 1 failed, 2 wrong usage, 3 something is missing, 4 refused by policy, 130 cancelled. */
export const exitCodeOf: Record<ErrorKind, number> = { failed: 1, usage: 2, missing: 3, refused: 4, cancelled: 130 }
