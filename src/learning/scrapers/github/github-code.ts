import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import type { ScrapeDocument } from '../../../memory/ports.ts'
import type { ExampleDraft, ExtractOutcome, ScrapeAdapter, ScrapeRun } from '../adapter.ts'
import { codeDrafts } from '../code/code-drafts.ts'
import { foreignFolder, languageOf } from '../code/languages.ts'
import { forbidsInHead } from '../code/licence.ts'
import { isWebAddress, noPlace } from '../local-files.ts'
import { clone, cloneFolder, commitsKept } from './clone.ts'
import { commitDraft } from './commit-drafts.ts'
import { openRepository, type Repository, type RepositoryFile } from './repository.ts'
import { licenceOf } from './repository-licence.ts'

const mostFileBytes = 400_000
const filesAtOnce = 50
const commitsAtOnce = 20
const weekMs = 7 * 86_400_000

/**
 * Code of public repositories and of repositories on this machine: functions with their comments, tests, commit messages. Only what is under a
 * licence that is surely permissive; a file with a licence of its own is judged by that.
 *
 * @param places https addresses, or folders
 * @param folder where clones are kept
 */
export function createGithubCode(places: readonly string[], folder: string): ScrapeAdapter {
  const addressOf = (place: string) => (isWebAddress(place) ? place : path.resolve(place))
  return {
    findsAll: true,
    againMs: weekMs,
    *discover() {
      if (places.length === 0) throw noPlace('githubCode', 'https://github.com/owner/name')
      removeOthers(folder, new Set(places.map((place) => path.basename(cloneFolder(folder, addressOf(place))))))
      yield places.map((place) => ({ address: addressOf(place), location: originOf(addressOf(place)) }))
    },
    async fetch(document, run) {
      const head = await clone(document.address, cloneFolder(folder, document.address), run)
      if (typeof head !== 'string') return head
      return head === document.etag ? { kind: 'unchanged' } : { kind: 'content', content: { etag: head } }
    },
    extract: (document, run) => extract(document, run, cloneFolder(folder, document.address)),
  }
}

/** An address without its protocol's ending; of a folder its name alone. */
function originOf(address: string): string {
  return isWebAddress(address) ? address.replace(/\.git\/?$/, '') : path.basename(address)
}

/** Clones of places that the user has taken out of the settings. */
function removeOthers(folder: string, kept: ReadonlySet<string>): void {
  if (!fs.existsSync(folder)) return
  for (const name of fs.readdirSync(folder)) {
    if (!kept.has(name)) fs.rmSync(path.join(folder, name), { recursive: true, force: true })
  }
}

async function* extract(document: ScrapeDocument, run: ScrapeRun, folder: string): AsyncGenerator<ExtractOutcome> {
  const { signal } = run
  if (!fs.existsSync(folder)) await cloneAgain(document.address, folder, run)
  const repository = openRepository(folder, signal)
  const head = await repository.head()
  const files = await repository.files()
  const licence = await licenceOf(repository, files)
  if (licence === undefined) return yield { refused: 'licence' }
  const base = document.location ?? originOf(document.address)
  const origin = isWebAddress(document.address) ? `${base}/blob/${head}` : `${base}@${head.slice(0, 12)}`
  const code = files.filter(({ path: place, bytes }) => bytes <= mostFileBytes && isOurs(place))
  const named = { licence: `${licence}, ${base}` }
  for (let at = document.position; at < code.length; at += filesAtOnce) {
    const some = code.slice(at, at + filesAtOnce)
    const drafts = await fileDrafts(repository, some, { origin, ...named })
    yield { drafts, position: at + some.length, items: some.length }
  }
  const commits = await repository.commits(commitsKept)
  for (let at = Math.max(document.position, code.length); at < code.length + commits.length; at += commitsAtOnce) {
    const some = commits.slice(at - code.length, at - code.length + commitsAtOnce)
    const drafts: ExampleDraft[] = []
    for (const commit of some) {
      const draft = await commitDraft(repository, commit, { origin: base, ...named })
      if (draft !== undefined) drafts.push(draft)
    }
    yield { drafts, position: at + some.length, items: some.length }
  }
}

/** A clone that was cleared away before everything was taken out of it. */
async function cloneAgain(address: string, folder: string, run: ScrapeRun): Promise<void> {
  const head = await clone(address, folder, run)
  if (typeof head !== 'string') throw new SamError('git-failed', 'The repository cannot be cloned again.')
}

function isOurs(place: string): boolean {
  const folders = place.split('/').slice(0, -1)
  return languageOf(place) !== undefined && !folders.some((part) => foreignFolder.test(part))
}

async function fileDrafts(
  repository: Repository,
  files: readonly RepositoryFile[],
  { origin, licence }: { origin: string; licence: string },
): Promise<ExampleDraft[]> {
  const contents = await repository.contents(files.map(({ object }) => object))
  return files.flatMap(({ path: place }, index) => {
    const text = contents[index]?.toString('utf8') ?? ''
    if (text.includes('\ufffd') || forbidsInHead(text)) return []
    return codeDrafts({ place, text, origin: `${origin}/${place}`, licence })
  })
}
