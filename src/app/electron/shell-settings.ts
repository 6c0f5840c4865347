import { z } from 'zod'

/** What the starting command tells the shell, through the environment. */
export const shellSettingsSchema = z.object({
  /** The pinned Node. */
  node: z.string().min(1),
  projectRoot: z.string().min(1),
  /** SAM_HOME */
  home: z.string().min(1),
  /** Arguments of the core after Node. */
  coreArguments: z.array(z.string()),
})
export type ShellSettings = z.infer<typeof shellSettingsSchema>

export const shellSettingsVariable = 'SAM_SHELL_SETTINGS'

/**
 * The command line of the core that the shell watches.
 * @param port only where the user asked for one: otherwise the core takes the usual one, or any where that is taken (by
 * another user of this machine, for example)
 */
export function coreArguments(main: string, port: number | undefined): string[] {
  return [main, 'start', '--headless', '--json', '--under-shell', ...(port === undefined ? [] : ['--port', `${port}`])]
}
