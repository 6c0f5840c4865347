import type { ExampleDraft } from '../adapter.ts'
import { foreignFolder, languageOf } from '../code/languages.ts'
import type { Commit, Repository } from './repository.ts'

const mostChangeBytes = 6000
/** Lines of a message that name people or machines. */
const trailer =
  /^(?:signed-off-by|co-authored-by|reviewed-by|acked-by|tested-by|reported-by|cc|change-id|git-svn-id|reviewed-on|fixes|closes|refs?|see also|pull request|pr|bug|issue)\b.*:.*$/gim
const dull =
  /^(?:merge|revert|bump|release|version|v?\d+\.\d+|wip|tmp|fixup!|squash!|update (?:readme|changelog|dependencies)|initial commit|\[?bot\]?|chore\(deps|build\(deps)/i

/** An example of a commit that says well what it changes: the change, and the message for it. */
export async function commitDraft(
  repository: Repository,
  commit: Commit,
  { origin, licence }: { origin: string; licence: string },
): Promise<ExampleDraft | undefined> {
  const message = commit.message
    .replace(trailer, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  const [subject = ''] = message.split('\n')
  const words = subject.match(/\p{L}{2,}/gu)?.length ?? 0
  if (words < 4 || subject.length > 120 || message.length > 2000 || dull.test(subject)) return undefined
  const change = await repository.change(commit.hash, mostChangeBytes)
  if (change === undefined) return undefined
  const paths = [...change.matchAll(/^\+\+\+ b\/(.+)$/gm)].map(([, path = '']) => path)
  const ours = paths.filter(
    (path) => languageOf(path) !== undefined && !path.split('/').some((part) => foreignFolder.test(part)),
  )
  if (ours.length === 0 || ours.length < paths.length) return undefined
  return {
    question: `Write a commit message for this change:\n\n\`\`\`diff\n${change.trim()}\n\`\`\``,
    answer: message,
    quality: message.includes('\n') ? 0.7 : 0.6,
    ...{ source: 'scraped_coding', category: 'coding', licence, createdMs: commit.at * 1000 },
    origin: `${origin}@${commit.hash.slice(0, 12)}`,
  }
}
