import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { missingPackages } from '../../../scripts/install/installed-packages.mjs'
import { openLlama } from '../../agent/local-model/open-llama.ts'
import { silentLogger } from '../../core/log.ts'
import { projectRoot } from '../../core/paths.ts'
import type { DoctorFinding } from '../server/requests/doctor-requests.ts'
import { bad, type Check, good, messageOf } from './check.ts'

const require = createRequire(import.meta.url)
const modules = path.join(projectRoot, 'node_modules')

export const nodeCheck: Check = () => {
  const { version } = JSON.parse(readFileSync(path.join(modules, 'node', 'package.json'), 'utf8')) as {
    version: string
  }
  if (process.version === `v${version}`) return good('node', `${process.version}, the pinned one`)
  return bad('node', `${process.version} instead of the pinned v${version}`, 'start SAM with bin/sam', false)
}

export const dependenciesCheck: Check = () => {
  const missing = missingPackages(projectRoot)
  if (missing.length === 0) return good('dependencies', 'installed as package-lock.json says')
  return bad('dependencies', `missing or outdated: ${missing.join(', ')}`, 'npm ci')
}

/** The native libraries that SAM loads, each with what it is for. */
const engines: [packageName: string, use: string, load: () => unknown][] = [
  [
    'better-sqlite3',
    'memory',
    () => new (require('better-sqlite3') as new (file: string) => { close(): void })(':memory:').close(),
  ],
  ['onnxruntime-node', 'wake words and voice activity', () => require('onnxruntime-node')],
  ['sherpa-onnx-node', 'recognition and speech', () => require('sherpa-onnx-node')],
]

/** Loads each library for real: a package can be there and still not run on this system. */
export const enginesCheck: Check = () =>
  engines.map(([name, use, load]): DoctorFinding => {
    try {
      load()
      return good(`engine ${name}`, `loads (${use})`)
    } catch (thrown) {
      return bad(`engine ${name}`, `does not load (${use}): ${messageOf(thrown)}`, 'npm ci')
    }
  })

export const languageEngineCheck: Check = async () => {
  const name = 'engine node-llama-cpp'
  try {
    const llama = await openLlama(silentLogger)
    const device = llama.gpu === false ? 'the processor' : llama.gpu
    await llama.dispose()
    return good(name, `loads, computes on ${device} (local language model)`)
  } catch (thrown) {
    return bad(name, `does not load (local language model): ${messageOf(thrown)}`, 'npm ci')
  }
}

export const electronCheck: Check = ({ environment }) => {
  const folder = path.join(modules, 'electron')
  const program = path.join(folder, 'path.txt')
  const here = existsSync(program) && existsSync(path.join(folder, 'dist', readFileSync(program, 'utf8')))
  const screen = process.platform === 'darwin' || environment['DISPLAY'] || environment['WAYLAND_DISPLAY']
  const without = 'sam start serves the panel in a browser instead'
  if (!screen) return bad('menu bar', `no screen: ${without}`, 'start SAM in a desktop session', false)
  if (here) return good('menu bar', 'Electron is here', false)
  return bad(
    'menu bar',
    `Electron's program is not here yet: ${without}`,
    'node node_modules/electron/install.js',
    false,
  )
}
