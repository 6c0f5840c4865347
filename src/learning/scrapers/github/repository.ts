import { type GitOptions, runGit } from './git.ts'

export interface RepositoryFile {
  path: string
  object: string
  bytes: number
}

export interface Commit {
  hash: string
  message: string
  /** Seconds since 1970. */
  at: number
}

/** What lies in a bare clone; nothing of it is ever checked out or run. Errors: as `runGit`. */
export function openRepository(folder: string, signal: AbortSignal) {
  const git = (args: readonly string[], options: Partial<GitOptions> = {}) => {
    return runGit(['--git-dir', folder, ...args], { signal, ...options })
  }
  return {
    /** Hash of the newest commit. */
    async head(): Promise<string> {
      return (await git(['rev-parse', '--verify', 'HEAD'])).toString().trim()
    },
    /** Ordinary files of the newest commit; links and other repositories inside are left out. */
    async files(): Promise<RepositoryFile[]> {
      const listing = (await git(['ls-tree', '-r', '-z', '--long', 'HEAD'])).toString()
      return listing.split('\0').flatMap((line) => {
        const [, object, bytes, path] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t([\s\S]+)$/.exec(line) ?? []
        return object === undefined || path === undefined ? [] : [{ path, object, bytes: Number(bytes) }]
      })
    },
    /** Contents by object, in order. */
    async contents(objects: readonly string[]): Promise<Buffer[]> {
      const answer = await git(['cat-file', '--batch'], { input: `${objects.join('\n')}\n` })
      const contents: Buffer[] = []
      for (let at = 0; at < answer.length && contents.length < objects.length; ) {
        const end = answer.indexOf(0x0a, at)
        const bytes = Number(/^[0-9a-f]+ blob (\d+)$/.exec(answer.toString('latin1', at, end))?.[1] ?? Number.NaN)
        contents.push(Number.isNaN(bytes) ? Buffer.alloc(0) : answer.subarray(end + 1, end + 1 + bytes))
        at = Number.isNaN(bytes) ? end + 1 : end + bytes + 2
      }
      return contents
    },
    /** The newest commits that are no merges. */
    async commits(most: number): Promise<Commit[]> {
      const log = await git(['log', `--max-count=${most}`, '--no-merges', '-z', '--format=%H%n%ct%n%B', 'HEAD', '--'])
      return log
        .toString()
        .split('\0')
        .flatMap((entry) => {
          const [hash, at, ...message] = entry.split('\n')
          return hash === undefined || hash === '' ? [] : [{ hash, at: Number(at), message: message.join('\n').trim() }]
        })
    },
    /** What a commit changed; undefined where it has no parent in the clone, or changed more than `mostBytes`. */
    async change(hash: string, mostBytes: number): Promise<string | undefined> {
      try {
        const plain = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', '--unified=3']
        const change = await git(['diff-tree', '-p', ...plain, '--no-commit-id', '-r', hash, '--'], { mostBytes })
        const text = change.toString('utf8')
        return text.trim() === '' || text.includes('Binary files') || text.includes('\ufffd') ? undefined : text
      } catch (thrown) {
        signal.throwIfAborted()
        if ((thrown as { code?: string }).code === 'git-too-large') return undefined
        throw thrown
      }
    },
  }
}

export type Repository = ReturnType<typeof openRepository>
