import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { projectRoot } from '../../../src/core/paths.ts'
import { catalogue } from '../../../src/models/catalogue.ts'

const page = fs.readFileSync(path.join(projectRoot, 'docs', 'licences.md'), 'utf8')
const names = z.record(z.string(), z.string())
const manifest = z
  .object({ dependencies: names, devDependencies: names })
  .parse(JSON.parse(fs.readFileSync(path.join(projectRoot, 'package.json'), 'utf8')))

/** The lines that name it as a whole word. */
function linesWith(name: string): string[] {
  const pattern = new RegExp(`(^|[\\s\`|(,])${name.replace(/[/.@-]/g, '\\$&')}([\\s\`|),;]|$)`)
  return page.split('\n').filter((line) => pattern.test(line))
}

describe('the page of licences', () => {
  it.each(catalogue.map((entry) => [entry.id, entry.licence.name] as const))(
    'names the model %s: %s',
    (id, licence) => {
      const lines = linesWith(id).join()
      for (const name of licence.match(
        /GPL-3\.0-or-later|Apache-2\.0|CC BY-NC-SA 4\.0|CC BY 4\.0|CC0-1\.0|BSD-2-Clause|MIT/g,
      ) ?? ['?'])
        expect(lines).toContain(name)
    },
  )

  it.each(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))('names the package %s', (name) => {
    const installed = z
      .object({ license: z.string() })
      .parse(JSON.parse(fs.readFileSync(path.join(projectRoot, 'node_modules', name, 'package.json'), 'utf8')))
    const text = page.split('\n')
    const near = linesWith(name).flatMap((line) => [line, text[text.indexOf(line) + 1] ?? ''])
    expect(near.join()).toMatch(new RegExp(installed.license.replaceAll('.', '\\.').replace(' OR ', ' or '), 'i'))
  })
})
