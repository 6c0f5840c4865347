/** Commands by somebody who did not build the hearing, heard for the first time when it was done; none here are none measured. */
export const blindCommands: readonly string[] = []
