import { existsSync } from 'node:fs'
import path from 'node:path'
import { speakerModel } from '../../audio/speaker/speaker-encoder.ts'
import { readVoiceprint } from '../../audio/speaker/voiceprint.ts'
import { loadConfig } from '../../core/config.ts'
import { toSamError } from '../../core/errors.ts'
import { formatBytes } from '../../core/numbers/format-amounts.ts'
import { findProgram, pathFolders } from '../../tools/platform/find-program.ts'
import { runProgram } from '../../tools/platform/process.ts'
import { modelStore } from '../models/open-model-store.ts'
import type { DoctorFinding } from '../server/requests/doctor-requests.ts'
import { requireOwnVoice } from '../voices/own-voices.ts'
import { bad, type CheckContext, good } from './check.ts'
import { diskCheck } from './home-checks.ts'

async function pipFinding({ environment, signal }: CheckContext, required: boolean): Promise<DoctorFinding> {
  const name = 'python3 with pip'
  const remedy = 'install python3 and pip (macOS: xcode-select --install; Debian: apt-get install python3-pip)'
  const python = findProgram('python3', pathFolders(environment['PATH']))
  const use = 'fetches some starter models, runs no Python code of theirs'
  if (python === undefined) return bad(name, `not found; ${use}`, remedy, required)
  const { exitCode, stdout } = await runProgram(python, ['-m', 'pip', '--version'], {
    environment,
    signal,
    timeoutMs: 20_000,
  })
  if (exitCode !== 0) return bad(name, `${python} has no pip; ${use}`, remedy, required)
  return good(name, `${stdout.split(' from ')[0]?.trim()} (${use})`, required)
}

/** Each starter model, the disk they need, and pip where some of them still have to come from a Python package. */
export async function modelChecks(context: CheckContext): Promise<DoctorFinding[]> {
  const starters = modelStore(context)
    .list()
    .filter(({ entry }) => entry.set === 'starter')
  const findings = starters.map(({ entry, state, downloadBytes }): DoctorFinding => {
    const name = `model ${entry.id}`
    if (state === 'installed') return good(name, `here (${entry.task})`)
    const size = state === 'missing' ? `, ${formatBytes(downloadBytes)} to fetch` : ''
    return bad(name, `${state}${size} (${entry.task})`, `sam models pull ${entry.id}`)
  })
  const absent = starters.filter(({ state }) => state !== 'installed')
  const needed = absent.reduce((sum, { entry, downloadBytes }) => sum + downloadBytes + (entry.convertedBytes ?? 0), 0)
  const wheels = absent.some(({ entry }) =>
    entry.artifacts.some(({ sources }) => sources.some(({ kind }) => kind === 'wheel')),
  )
  const disk = await diskCheck(needed)(context)
  return [
    ...findings,
    ...ownVoiceFinding(context),
    ...onlyMeFinding(context),
    ...[disk].flat(),
    await pipFinding(context, wheels),
    ...mirrorFinding(context),
  ]
}

/** Nothing is wrong without an own voice; with one, it needs its files and a model. */
function ownVoiceFinding(context: CheckContext): DoctorFinding[] {
  const { home } = context
  const id = loadConfig(home).speech.ownVoice
  if (id === '') return []
  const name = `your voice ${id}`
  try {
    requireOwnVoice({ home, models: modelStore(context) }, id)
    return [good(name, 'here, with what it needs')]
  } catch (thrown) {
    const { message, remedy } = toSamError(thrown)
    return [bad(name, `${message} The plain voice speaks instead.`, remedy ?? 'sam voices list', false)]
  }
}

/** Nothing is wrong where anybody may wake SAM; where only the user may, it hears nobody without what tells them apart. */
function onlyMeFinding(context: CheckContext): DoctorFinding[] {
  const name = 'only your voice wakes SAM'
  try {
    const voiceprint = readVoiceprint(context.home)
    if (voiceprint === undefined) return []
    modelStore(context).locate(speakerModel)
    return [good(name, `learned from ${voiceprint.recordings} recordings`)]
  } catch (thrown) {
    const { message, remedy } = toSamError(thrown)
    return [bad(name, `${message} SAM hears nobody until then.`, remedy ?? 'sam wake only-me off')]
  }
}

function mirrorFinding({ environment }: CheckContext): DoctorFinding[] {
  const folder = environment['SAM_MODELS_MIRROR']
  if (!folder) return []
  if (existsSync(folder)) return [good('models mirror', path.resolve(folder), false)]
  return [bad('models mirror', `${folder} is not there`, 'correct or unset SAM_MODELS_MIRROR', false)]
}
