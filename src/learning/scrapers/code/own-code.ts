import fs from 'node:fs'
import path from 'node:path'
import ignore, { type Ignore } from 'ignore'
import type { ScrapeAdapter } from '../adapter.ts'
import { fetchFile, noPlace, walkFiles } from '../local-files.ts'
import { codeDrafts } from './code-drafts.ts'
import { foreignFolder, languageOf } from './languages.ts'

const mostFileBytes = 1_000_000
const dayMs = 24 * 3_600_000

/**
 * The user's own code: documented functions and tests of local folders. What .gitignore leaves out is left out, also by those of folders
 * above; so are folders with code of others. Secrets are a matter of every example.
 *
 * @param folders as the user named them
 */
export function createOwnCode(folders: readonly string[]): ScrapeAdapter {
  return {
    findsAll: true,
    againMs: dayMs,
    *discover({ signal }) {
      if (folders.length === 0) throw noPlace('ownCode', '~/Projects')
      for (const folder of folders) {
        const ignored = ignoreRules(path.resolve(folder))
        const enters = (inner: string) => !foreignFolder.test(inner) && !ignored(inner, true)
        const takes = (file: string) => languageOf(file) !== undefined && !ignored(file, false)
        yield* walkFiles(folder, { enters, takes, signal })
      }
    },
    async fetch(document) {
      return fetchFile(document, mostFileBytes)
    },
    *extract(document) {
      const text = fs.readFileSync(document.address, 'utf8')
      const origin = document.location ?? path.basename(document.address)
      const drafts = codeDrafts({ place: origin, text, origin, licence: 'your own code' })
      yield { drafts, position: 1, items: 1 }
    },
  }
}

/** Whether a path inside of a folder is ignored by git's rules: .gitignore files from the repository's root down, and its own exclude file. */
function ignoreRules(root: string): (relative: string, folder: boolean) => boolean {
  const rules = new Map<string, Ignore | undefined>()
  const rulesOf = (folder: string) => {
    if (!rules.has(folder)) rules.set(folder, readRules(folder))
    return rules.get(folder)
  }
  let top = root
  for (let above = root; ; above = path.dirname(above)) {
    if (fs.existsSync(path.join(above, '.git'))) {
      top = above
      break
    }
    if (path.dirname(above) === above) break
  }
  return (relative, isFolder) => {
    const full = path.join(root, relative)
    let ignored = false
    // From the top down: what stands deeper overrules.
    const inner = path.relative(top, path.dirname(full))
    const folders = [
      top,
      ...inner
        .split(path.sep)
        .filter((part) => part !== '')
        .map((_, index, parts) => path.join(top, ...parts.slice(0, index + 1))),
    ]
    for (const folder of folders) {
      const rule = rulesOf(folder)
      if (rule === undefined) continue
      const name = path.relative(folder, full).split(path.sep).join('/') + (isFolder ? '/' : '')
      const verdict = rule.test(name)
      if (verdict.ignored) ignored = true
      else if (verdict.unignored) ignored = false
    }
    return ignored
  }
}

function readRules(folder: string): Ignore | undefined {
  const texts = ['.gitignore', '.git/info/exclude'].flatMap((name) => {
    try {
      return [fs.readFileSync(path.join(folder, name), 'utf8').slice(0, 1_000_000)]
    } catch {
      return []
    }
  })
  return texts.length === 0 ? undefined : ignore().add(texts.join('\n'))
}
