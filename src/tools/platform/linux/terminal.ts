import { notAvailableHere } from '../../failure.ts'
import { findProgram } from '../find-program.ts'

/** Terminal emulators and the option after which they take a program with its arguments. */
const terminals: readonly (readonly [program: string, option: string])[] = [
  ['x-terminal-emulator', '-e'],
  ['gnome-terminal', '--'],
  ['konsole', '-e'],
  ['xfce4-terminal', '-x'],
  ['kitty', '--'],
  ['alacritty', '-e'],
  ['foot', '--'],
  ['xterm', '-e'],
]

/** Wraps the program of an entry with `Terminal=true` into the first terminal emulator there is. Error `not-available-here`. */
export function inTerminal(
  command: { program: string; args: string[] },
  folders: readonly string[],
): { program: string; args: string[] } {
  for (const [name, option] of terminals) {
    const program = findProgram(name, folders)
    if (program !== undefined) return { program, args: [option, command.program, ...command.args] }
  }
  throw notAvailableHere('This application runs in a terminal, which', 'a terminal emulator', 'xterm')
}
