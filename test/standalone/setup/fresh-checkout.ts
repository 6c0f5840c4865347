import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { projectRoot } from '../../../src/core/paths.ts'

interface LockedPackage {
  version?: string
  resolved?: string
  link?: true
  integrity?: string
  name?: string
  dependencies?: Record<string, string>
}

const standIn = '24.21.0'

/** Stands in for SAM itself: says how it was called, and does what its first argument tells. */
const program = `
const [what, ...rest]: string[] = process.argv.slice(2)
if (what === 'exit') process.exit(Number(rest[0]))
if (what === 'wait') {
  process.on('SIGTERM', () => process.exit(77))
  setInterval(() => {}, 1000)
}
console.log(JSON.stringify({ pid: process.pid, args: process.argv.slice(2), node: process.execPath, cwd: process.cwd() }))
`

export interface Run {
  code: number | null
  stdout: string
  stderr: string
  pid: number | undefined
}

/**
 * A checkout as `git clone` leaves it, with the real launcher and a small program in SAM's place. Its only dependency is a
 * local package `node` whose program is the Node that runs this test, so that a real `npm ci` works without any network.
 */
export function freshCheckout() {
  const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'sam setup '))
  const root = path.join(outside, 'a check out')
  for (const part of ['bin/sam', 'scripts/launch', 'scripts/install']) {
    fs.cpSync(path.join(projectRoot, part), path.join(root, part), { recursive: true })
  }
  fs.mkdirSync(path.join(root, 'src/app/cli'), { recursive: true })
  fs.writeFileSync(path.join(root, 'src/app/cli/main.ts'), program)
  addLocalPackage(root, 'node', standIn)
  fs.mkdirSync(path.join(root, 'local/node/bin'))
  fs.symlinkSync(process.execPath, path.join(root, 'local/node/bin/node'))
  lock(root, { node: { name: 'node', version: standIn } })
  return {
    outside,
    root,
    sam: path.join(root, 'bin/sam'),
    remove: () => fs.rmSync(outside, { recursive: true, force: true }),
  }
}

export function addLocalPackage(root: string, name: string, version: string): void {
  const folder = path.join(root, 'local', name)
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version }))
}

/** Writes package.json and package-lock.json for local packages, and for others that only a registry has. */
export function lock(
  root: string,
  local: Record<string, LockedPackage>,
  remote: Record<string, LockedPackage> = {},
): void {
  const dependencies = {
    ...Object.fromEntries(Object.keys(local).map((name) => [name, `file:local/${name}`])),
    ...Object.fromEntries(Object.entries(remote).map(([name, { version }]) => [name, version ?? ''])),
  }
  const packages: Record<string, LockedPackage> = { '': { name: 'fixture', version: '1.0.0', dependencies } }
  for (const [name, entry] of Object.entries(local)) {
    packages[`local/${name}`] = entry
    packages[`node_modules/${name}`] = { resolved: `local/${name}`, link: true }
  }
  for (const [name, entry] of Object.entries(remote)) packages[`node_modules/${name}`] = entry
  const head = { name: 'fixture', version: '1.0.0' }
  fs.writeFileSync(path.join(root, 'package.json'), JSON.stringify({ ...head, type: 'module', dependencies }))
  fs.writeFileSync(
    path.join(root, 'package-lock.json'),
    JSON.stringify({ ...head, lockfileVersion: 3, requires: true, packages }),
  )
}

export function startProgram(
  file: string,
  args: string[],
  options: { cwd?: string; environment?: NodeJS.ProcessEnv } = {},
): { child: ChildProcess; done: Promise<Run> } {
  // What npm and vitest put into the environment must not reach the npm under test.
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|VITEST)/i.test(name)))
  const child = spawn(file, args, { cwd: options.cwd, env: { ...clean, ...options.environment } })
  const done = new Promise<Run>((resolve, reject) => {
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (part) => {
      stdout += part
    })
    child.stderr.on('data', (part) => {
      stderr += part
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr, pid: child.pid }))
  })
  return { child, done }
}

export const run = (...call: Parameters<typeof startProgram>): Promise<Run> => startProgram(...call).done
