import { existsSync, readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findProgram, pathFolders } from '../../tools/platform/find-program.ts'
import { platformKind } from '../../tools/platform/load-platform.ts'
import { sealedKeyName } from '../electron/mac/keychain.ts'
import type { DoctorFinding } from '../server/requests/doctor-requests.ts'
import { bad, type Check, good } from './check.ts'

/** Programs of a platform; of each group the first that is there does the work. */
const linuxPrograms: [use: string, packages: string, names: string[]][] = [
  ['open files and pages', 'xdg-utils', ['xdg-open', 'gio']],
  ['volume and mute', 'pipewire or pulseaudio-utils', ['wpctl', 'pactl']],
  ['media', 'playerctl', ['playerctl']],
  ['the application in front', 'xdotool', ['xdotool']],
]
const macPrograms: [use: string, packages: string, names: string[]][] = [
  ['open applications, files and pages', 'macOS', ['open']],
  ['find files', 'macOS', ['mdfind']],
  ['battery', 'macOS', ['pmset']],
]

export const platformCheck: Check = ({ environment }) => {
  const kind = platformKind(environment)
  if (kind === 'recording') return good('platform', 'recording: actions are written down, not done')
  const groups = kind === 'macos' ? macPrograms : linuxPrograms
  const standIns = environment['SAM_MACOS_BIN'] ? [environment['SAM_MACOS_BIN']] : []
  const folders = [...(kind === 'macos' ? standIns : []), ...pathFolders(environment['PATH'])]
  const tools = groups.map(([use, packages, names]): DoctorFinding => {
    const found = names.find((name) => findProgram(name, folders) !== undefined)
    if (found !== undefined) return good(use, found, false)
    const remedy = kind === 'macos' ? 'run SAM on a Mac, or unset SAM_PLATFORM' : `install ${packages}`
    return bad(use, `no ${names.join(' or ')}`, remedy, false)
  })
  return [good('platform', `${kind} on ${process.platform} ${process.arch}, ${os.release()}`), ...tools]
}

function linuxCaptureDevices(): string[] {
  if (!existsSync('/proc/asound/cards') || !existsSync('/dev/snd')) return []
  const capture = readdirSync('/dev/snd').some((name) => /^pcm.*c$/.test(name))
  return capture ? (readFileSync('/proc/asound/cards', 'utf8').match(/\[[^\]]+\]: .*/g) ?? []) : []
}

/** What confines the programs of shell.run, which starts none without it. */
export const sandboxCheck: Check = ({ environment }) => {
  const program = process.platform === 'darwin' ? 'sandbox-exec' : 'bwrap'
  const found = findProgram(program, [...pathFolders(environment['PATH']), '/usr/bin'])
  if (found !== undefined) return good('sandbox', `${found} (confines the programs that shell.run starts)`, false)
  return bad('sandbox', `no ${program}: shell.run starts no program`, 'install bubblewrap', false)
}

/** The page records, so the browser or Electron asks for the permission; here only what can be known without asking. */
export const microphoneCheck: Check = () => {
  if (process.platform === 'darwin') {
    const where = 'System Settings, Privacy & Security, Microphone'
    return good('microphone', `asked for by the panel when it opens; changed in ${where}`, false)
  }
  const devices = linuxCaptureDevices()
  if (devices.length > 0) return good('microphone', devices.join(', '), false)
  return bad('microphone', 'no recording device', 'use recordings: sam listen file.wav, or type: sam ask', false)
}

export const claudeKeyCheck: Check = ({ environment, home }) => {
  if (environment['ANTHROPIC_API_KEY']) return good('Claude key', 'set in the environment', false)
  if (existsSync(path.join(home, sealedKeyName)))
    return good('Claude key', 'in the Keychain, for the menu bar; this command has none', false)
  return good('Claude key', 'none (optional): everything stays on this machine', false)
}

const browsers = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

export const browserCheck: Check = ({ environment }) => {
  const name = 'browser for npm test'
  const folders = pathFolders(environment['PATH'])
  const onPath = ['chromium', 'chromium-browser', 'google-chrome'].map((program) => findProgram(program, folders))
  const found = [environment['CHROMIUM_PATH'], ...onPath, ...browsers].find(
    (file) => file !== undefined && existsSync(file),
  )
  if (found !== undefined) return good(name, found, false)
  if (process.platform === 'linux' && process.arch === 'x64') return good(name, 'the one in the npm package', false)
  return bad(name, 'no Chromium or Chrome', 'install Google Chrome, or set CHROMIUM_PATH', false)
}
