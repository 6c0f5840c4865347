import fs from 'node:fs'
import path from 'node:path'
import { type Config, defaultConfig } from '../../../src/core/config.ts'
import { createMacPrograms, type MacPrograms } from '../../../src/tools/platform/macos/mac-programs.ts'
import { createMacosPlatform } from '../../../src/tools/platform/macos/macos-platform.ts'
import { callContext, createTestLogger, temporaryFolder, writeProgram } from './fixtures.ts'
import { toolsOverTime } from './tools-over-time.ts'

/** The programs of a Mac, of which only this one way to run them counts. */
export function programsThat(run: MacPrograms['run']): MacPrograms {
  return { ...createMacPrograms({}), hasStandIn: () => true, run }
}

export interface ProgramCall {
  name: string
  argv: string[]
  stdin: string
}
type Part = Record<string, unknown>

export const bundles = {
  reminders: 'com.apple.reminders',
  notes: 'com.apple.Notes',
  calendar: 'com.apple.iCal',
  mail: 'com.apple.mail',
  contacts: 'com.apple.AddressBook',
  messages: 'com.apple.MobileSMS',
  systemEvents: 'com.apple.systemevents',
  finder: 'com.apple.finder',
  safari: 'com.apple.Safari',
  chrome: 'com.google.Chrome',
  music: 'com.apple.Music',
} as const
type Named = { [Name in keyof typeof bundles]?: Part }

/** A date inside the applications. */
export const at = (...parts: [number, number, number, number?, number?]) => ({ date: new Date(...parts).getTime() })

/** What a program of macOS answers; a text is what it prints. */
type ProgramAnswer = string | { stdout?: string; stderr?: string; exitCode?: number; writes?: true }

interface MacOptions {
  readMessages?: boolean
  /** More of the stand-in's state. */
  more?: Part
  /** Stand-ins for other programs: each notes what it gets. By its arguments where it answers in several ways. */
  programs?: Record<string, ProgramAnswer | Record<string, ProgramAnswer>>
  settings?: Config
}

/** SAM on a Mac whose own applications hold these things; the scripts really run, in a stand-in for osascript. */
export function macWith(
  applications: Named,
  { readMessages = false, more = {}, programs = {}, settings = defaultConfig }: MacOptions = {},
) {
  const folder = temporaryFolder()
  const stateFile = path.join(folder, 'state.json')
  const log = path.join(folder, 'calls.jsonl')
  const write = (state: Part) => fs.writeFileSync(stateFile, JSON.stringify(state))
  const read = () => JSON.parse(fs.readFileSync(stateFile, 'utf8')) as { applications: Record<string, Part> }
  write({
    ...more,
    applications: Object.fromEntries(
      Object.entries(applications).map(([name, part]) => [bundles[name as keyof Named], part]),
    ),
  })
  const program = path.join(import.meta.dirname, 'programs', 'osascript.ts')
  // SAM gives it an environment of few variables; without compiled code it would take three times as long to start.
  const compiled = `NODE_COMPILE_CACHE=${process.env['NODE_COMPILE_CACHE'] ?? ''}`
  writeProgram(
    path.join(folder, 'osascript'),
    `#!/bin/sh\n${compiled} exec ${process.execPath} ${program} ${folder} "$@"\n`,
  )
  writeProgram(
    path.join(folder, 'open'),
    `#!${process.execPath}
require('node:fs').appendFileSync(${JSON.stringify(log)}, JSON.stringify({ name: 'open', argv: process.argv.slice(2), stdin: '' }) + '\\n')
`,
  )
  for (const [name, answers] of Object.entries(programs)) {
    writeProgram(
      path.join(folder, name),
      `#!${process.execPath}
const fs = require('node:fs'), argv = process.argv.slice(2)
const stdin = ${name === 'pbcopy'} ? fs.readFileSync(0, 'utf8') : ''
fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify({ name: ${JSON.stringify(name)}, argv, stdin }) + '\\n')
const answers = ${JSON.stringify(answers)}
const keys = ['stdout', 'stderr', 'exitCode', 'writes']
const plain = typeof answers === 'string' || Object.keys(answers).every((key) => keys.includes(key))
const found = plain ? answers : answers[Object.keys(answers).find((key) => argv.join(' ').startsWith(key))] ?? ''
const { stdout = '', stderr = '', exitCode = 0, writes } = typeof found === 'string' ? { stdout: found } : found
if (writes) fs.writeFileSync(argv.at(-1), 'picture')
fs.writeSync(1, stdout)
fs.writeSync(2, stderr)
process.exitCode = exitCode
`,
    )
  }
  const logger = createTestLogger()
  const environment = { SAM_MACOS_BIN: folder, HOME: folder, PATH: '' }
  const platform = createMacosPlatform({ environment, logger, readMessages })
  const { runner, memory, until } = toolsOverTime(platform, undefined, undefined, settings)
  /** Says yes in the panel, and keeps what was asked. */
  const questions: string[] = []
  const ask = async (prompt: string) => {
    questions.push(prompt)
    return { approved: true, by: 'panel' }
  }
  return {
    questions,
    folder,
    logger,
    memory,
    runner,
    until,
    run: (tool: string, input: Part = {}, context = callContext({ ask })) =>
      runner.run({ callId: 'call-1', tool, input }, context),
    /** What an application holds now. */
    holds: (name: keyof Named) => read().applications[bundles[name]] as Part,
    /** Somebody else changes what an application holds. */
    put(name: keyof Named, part: Part) {
      const { applications: held, ...rest } = read()
      write({ ...rest, applications: { ...held, [bundles[name]]: part } })
    },
    /** The next call fails with this, or each one. */
    fail(text: string, always = false) {
      write({ ...read(), error: { text, always } })
    },
    /** Whatever is asked, this is what osascript prints. */
    answer(text: string) {
      write({ ...read(), answer: text })
    },
    calls(): ProgramCall[] {
      if (!fs.existsSync(log)) return []
      const lines = fs.readFileSync(log, 'utf8').trim().split('\n')
      fs.rmSync(log)
      return lines.map((line) => JSON.parse(line) as ProgramCall)
    },
  }
}
