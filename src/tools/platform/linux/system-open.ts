import { SamError } from '../../../core/errors.ts'
import { notAvailableHere } from '../../failure.ts'
import { findProgram, pathFolders } from '../find-program.ts'
import { launch } from '../launch.ts'

const openers: readonly (readonly [program: string, ...args: string[]])[] = [['xdg-open'], ['gio', 'open']]

/**
 * Opens a file or an address with what the desktop has for it. Openers end at once when they hand over, and go on running
 * when they became the application themselves: both mean it was opened.
 * Errors: `not-available-here`, `open-failed`.
 */
export async function openWithSystem(
  target: string,
  shownName: string,
  environment: Record<string, string | undefined>,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  for (const [name, ...args] of openers) {
    const program = findProgram(name, pathFolders(environment['PATH']))
    if (program === undefined) continue
    try {
      await launch(program, [...args, target], { environment, watchMs: 1500, name: shownName })
      return
    } catch (cause) {
      const screen = environment['DISPLAY'] || environment['WAYLAND_DISPLAY'] ? '' : ' There is no screen here.'
      throw new SamError('open-failed', `No application here opened ${shownName}.${screen}`, { cause })
    }
  }
  throw notAvailableHere('Opening files and pages', 'xdg-open', 'xdg-utils')
}
