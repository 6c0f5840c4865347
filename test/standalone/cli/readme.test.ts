import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { commands } from '../../../src/app/cli/registry.ts'
import { flattenSettings } from '../../../src/app/settings/settings.ts'
import { defaultConfig } from '../../../src/core/config.ts'
import { projectRoot } from '../../../src/core/paths.ts'

const readme = fs.readFileSync(path.join(projectRoot, 'README.md'), 'utf8')

/** The first words in backquotes of a table's rows whose line fits. */
const cells = (pattern: RegExp) => [...readme.matchAll(pattern)].map((match) => match[1] ?? '')

describe('the README', () => {
  it('names every command, and none that does not exist', () => {
    const named = cells(/^\| `sam ([a-z]+)/gm)
    expect([...named].sort()).toEqual(commands.map(({ name }) => name).sort())
  })

  it('names every setting with its default', () => {
    const words = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value)) || 'none'
    const rows = [...readme.matchAll(/^\| `([a-z]+(?:\.[a-zA-Z0-9_]+)*)` \| (.+?) \|/gm)]
    const named = rows.map(([, key, value]) => [key, value?.replaceAll('`', '')])
    expect(named).toEqual(flattenSettings(defaultConfig).map(([key, value]) => [key, words(value)]))
  })

  it('points only to files that exist', () => {
    const targets = [
      'README.md',
      'CONTRIBUTING.md',
      'docs/architecture.md',
      'docs/roadmap.md',
      'voices/README.md',
    ].flatMap((file) => {
      const text = fs.readFileSync(path.join(projectRoot, file), 'utf8')
      return [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map((match) => path.join(path.dirname(file), match[1] ?? ''))
    })
    const absent = targets.filter((target) => !/https?:/.test(target) && !fs.existsSync(path.join(projectRoot, target)))
    expect(absent).toEqual([])
  })
})
