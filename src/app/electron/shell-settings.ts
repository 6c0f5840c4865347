import { z } from 'zod'

/** What the starting command tells the shell, through the environment. */
export const shellSettingsSchema = z.object({
  /** The pinned Node. */
  node: z.string().min(1),
  projectRoot: z.string().min(1),
  /** Arguments of the core after Node. */
  coreArguments: z.array(z.string()),
})
export type ShellSettings = z.infer<typeof shellSettingsSchema>

export const shellSettingsVariable = 'SAM_SHELL_SETTINGS'
