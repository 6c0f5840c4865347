import { SamError, toSamError } from '../../../core/errors.ts'
import { keepHeapSmall } from '../../../core/small-heap.ts'
import type { ImportKind } from '../../../memory/imports/history.ts'
import type { ImportReport } from '../../../memory/imports/import-count.ts'
import { openHistory } from '../../memory/open-history.ts'
import { countOf } from '../../panel/model/format.ts'
import { type CommandModule, defineCommand, defineGroup } from '../command.ts'
import { withEachFile } from '../each-file.ts'
import { ProgressBar } from '../progress-bar.ts'

function inWords(report: ImportReport & { quarantineFile?: string }): string {
  const { conversations, messages, added, unchanged, skipped, quarantined, quarantineFile, wordsOnly } = report
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')
  const lines = [
    `${countOf(conversations, 'conversation')} with ${countOf(messages, 'message')}: ${added} new, ${unchanged} known`,
  ]
  const categories = list(report.categories)
  if (categories !== '') lines.push(`  for: ${categories}`)
  if (wordsOnly !== undefined)
    lines.push(`  told apart by their words only, not by their meaning (${wordsOnly}: sam models pull)`)
  if (Object.keys(skipped).length > 0) lines.push(`  left out: ${list(skipped)}`)
  if (quarantined > 0) lines.push(`  set aside as unreadable: ${quarantined}, in ${quarantineFile}`)
  return lines.join('\n')
}

function importer(name: ImportKind, summary: string, what: string, example: string): CommandModule {
  return defineCommand({
    name,
    summary,
    arguments: { '<path...>': what },
    examples: [example],
    async run(context, { arguments: places }) {
      const { output, signal } = context
      keepHeapSmall()
      const opened = openHistory(context.home, context.environment)
      const bar = new ProgressBar(process.stderr, () => performance.now())
      let failed = false
      const run = opened.history.start(name, {
        signal,
        onProgress: ({ readBytes, totalBytes }) =>
          bar.show({ id: name, phase: 'import', receivedBytes: readBytes, totalBytes }),
        onFailure(error) {
          failed = true
          bar.stop()
          output.fail(toSamError(error))
        },
      })
      try {
        const code = await withEachFile(context, places, (place) => run.add(place))
        await run.judge((done, total) =>
          bar.show({ id: 'categories', phase: 'judge', receivedBytes: done, totalBytes: total }),
        )
        bar.stop()
        const report = run.report()
        if (report !== undefined) output.emit({ type: 'import-report', ...report }, () => inWords(report))
        else if (code === 0 && !failed) throw nothingIn(places)
        const isUnreadable = report !== undefined && report.messages === 0 && report.quarantined > 0
        return failed || isUnreadable ? Math.max(code, 1) : code
      } finally {
        bar.stop()
        run.close()
        opened.close()
      }
    },
  })
}

function nothingIn(places: readonly string[]): SamError {
  return new SamError('import-empty', `There is nothing to import in ${places.join(', ')}.`, {
    remedy: 'Give the file as it was exported.',
  })
}

const exported = 'zip file, folder or conversations.json, as it was exported'

export const command = defineGroup({
  name: 'import',
  summary: 'bring in your history from ChatGPT, Claude and Claude Code, and training files',
  subcommands: [
    importer('chatgpt', "ChatGPT's export of your data", exported, 'sam import chatgpt chatgpt-export.zip'),
    importer('claude', "Claude's export of your data", exported, 'sam import claude claude-export.zip'),
    importer(
      'claude-code',
      'session logs of Claude Code',
      'session file, or a folder of them',
      'sam import claude-code ~/.claude/projects',
    ),
    importer(
      'training',
      'examples to train on, as JSON lines of chat messages',
      'file, folder or zip file; each example is checked',
      'sam import training examples.jsonl',
    ),
  ],
})
