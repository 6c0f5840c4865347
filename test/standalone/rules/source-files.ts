import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../../src/core/paths.ts'

/** Files that belong to the project: tracked, or new and not ignored. Relative to the root, with `/`. */
export function projectFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: projectRoot,
  })
  const names = list.toString().split('\0')
  return names.filter((name) => name !== '' && fs.existsSync(path.join(projectRoot, name)))
}

/** Source without its comments. Good enough for imports: `//` counts as a comment only after a blank or at a line's start. */
export function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** Every module a file names: `import`, `import type`, `export … from`, `import()`, `require()`, `new URL('./x', …)`. */
export function importsOf(source: string): string[] {
  const code = withoutComments(source)
  const patterns = [/\b(?:from|import|require)\s*\(?\s*(['"`])([^'"`\n]+)\1/g, /\bnew URL\(\s*(['"`])(\.[^'"`\n]+)\1/g]
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[2] ?? ''))
}
