import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../../src/core/paths.ts'
import { projectFiles } from './source-files.ts'

const files = projectFiles()
const isText = (file: string) => !/\.(png|jpg|ico|icns|wav|onnx|gguf|bin|npy|woff2?|zip|gz)$/.test(file)

/** Put together here, so that this file does not hold what it forbids. */
const forbidden: [what: string, pattern: RegExp][] = [
  [
    'the host of a package registry',
    new RegExp(
      ['registry\\.[a-z0-9-]+\\.[a-z]', 'npmjs\\.org', 'pypi\\.', 'pythonhosted\\.', 'deb\\.debian\\.'].join('|'),
      'i',
    ),
  ],
  [
    "a path of somebody's machine",
    new RegExp(
      ['work', 'root', 'Users/[a-z]', 'home/[a-z]']
        .map((name) => `(?<![\\w.~-])/${name}${name.endsWith(']') ? '' : '/'}`)
        .join('|'),
    ),
  ],
]

function offences(pattern: RegExp): string[] {
  return files.filter(isText).flatMap((file) => {
    const found = pattern.exec(fs.readFileSync(path.join(projectRoot, file), 'utf8'))
    return found === null ? [] : [`${file}: ${found[0]}`]
  })
}

describe('tracked files', () => {
  it.each(forbidden)('hold nowhere %s', (_what, pattern) => {
    expect(files.length).toBeGreaterThan(100)
    expect(offences(pattern)).toEqual([])
  })

  it('have kebab-case names', () => {
    const known = ['README.md', 'CONTRIBUTING.md', 'LICENSE']
    const kebab = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/
    const wrong = files.filter((file) => {
      const parts = file.split('/')
      const name = parts.pop() ?? ''
      return !parts.every((part) => kebab.test(part)) || (!known.includes(name) && !kebab.test(name))
    })
    expect(wrong).toEqual([])
  })

  it('hold no weights and no recordings but the small ones that tests need', () => {
    const large = files.filter((file) => fs.statSync(path.join(projectRoot, file)).size > 1_000_000)
    // Small tables that are learned here and come with SAM (decisions 11, 19, 40 and 42), and what wake words are told apart from (31).
    const ofRequests = ['intents.bin', 'commands.bin', 'words-to-come.safetensors'].map(
      (name) => `src/agent/classifier/${name}`,
    )
    const bank = 'src/audio/wake/training/bank.bin'
    const known = new Set([
      ...ofRequests,
      'src/memory/categories/categories.bin',
      'src/audio/speaker/average-voice.bin',
      bank,
    ])
    const weights = files.filter((file) => /\.(onnx|gguf|pth|safetensors|bin)$/.test(file) && !known.has(file))
    for (const table of known)
      expect(fs.statSync(path.join(projectRoot, table)).size).toBeLessThan(table === bank ? 1_000_000 : 300_000)
    expect({ large, weights }).toEqual({ large: [], weights: [] })
  })
})

describe('the locked dependencies', () => {
  const locked = JSON.parse(fs.readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8')) as {
    packages: Record<
      string,
      { version?: string; integrity?: string; resolved?: string; optional?: boolean; link?: boolean }
    >
  }
  const entries = Object.entries(locked.packages).filter(([folder]) => folder !== '')

  it('come from no named host and have a checksum each', () => {
    expect(entries.filter(([, { resolved }]) => resolved !== undefined).map(([folder]) => folder)).toEqual([])
    expect(entries.filter(([, { integrity }]) => integrity === undefined).map(([folder]) => folder)).toEqual([])
  })

  it('include the native packages of every machine SAM runs on', () => {
    const has = (name: string) => locked.packages[`node_modules/${name}`] !== undefined
    const native = [
      '@node-llama-cpp/mac-arm64-metal',
      '@node-llama-cpp/mac-x64',
      '@node-llama-cpp/linux-x64',
      'sherpa-onnx-darwin-arm64',
      'sherpa-onnx-darwin-x64',
      'sherpa-onnx-linux-x64',
      '@rolldown/binding-darwin-arm64',
      '@rolldown/binding-linux-x64-gnu',
      '@biomejs/cli-darwin-arm64',
      '@biomejs/cli-linux-x64',
    ]
    expect(native.filter((name) => !has(name))).toEqual([])
  })

  it('are the ones package.json pins exactly', () => {
    const { dependencies, devDependencies } = JSON.parse(
      fs.readFileSync(path.join(projectRoot, 'package.json'), 'utf8'),
    ) as Record<string, Record<string, string>>
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([name, version]) => locked.packages[`node_modules/${name}`]?.version !== version,
    )
    expect(loose).toEqual([])
  })
})
