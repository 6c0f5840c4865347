import { SamError } from '../../../../core/errors.ts'
import { historySources } from '../../../../memory/imports/conversation.ts'
import { categories } from '../../../../memory/ports.ts'
import { openHistory } from '../../../memory/open-history.ts'
import { type CommandContext, defineCommand } from '../../command.ts'
import { ProgressBar } from '../../progress-bar.ts'

export const categorise = defineCommand({
  name: 'categorise',
  summary: 'say what an imported conversation was for (no later import changes it), or have all judged anew',
  arguments: { '[conversation]': 'its name', '[category]': categories.join(', ') },
  options: {
    all: { type: 'flag', summary: 'judge all anew by words and meaning, but those you told SAM about' },
    source: {
      type: 'text',
      value: 'program',
      choices: historySources,
      default: 'chatgpt',
      summary: 'where it came from',
    },
  },
  examples: [
    'sam memory categorise 6f1c2a roleplay',
    'sam memory categorise 6f1c2a coding --source claude',
    'sam memory categorise --all',
  ],
  async run(context, { arguments: [conversation, name], options: { source, all } }) {
    const { home, output } = context
    if (all !== (conversation === undefined))
      throw new SamError('usage', 'Name one conversation and its category, or say --all.', { kind: 'usage' })
    if (conversation === undefined) return judgeAll(context)
    const category = categories.find((one) => one === name)
    if (category === undefined) {
      const remedy = `one of ${categories.join(', ')}`
      throw new SamError('category-unknown', `There is no category "${name ?? ''}".`, { kind: 'usage', remedy })
    }
    const opened = openHistory(home)
    try {
      if (!opened.patterns.recategorise(source, conversation, category)) {
        throw new SamError('conversation-unknown', `No conversation "${conversation}" was imported from ${source}.`)
      }
      output.emit({ type: 'conversation-category', source, conversation, category }, `${conversation}: ${category}`)
      return 0
    } finally {
      opened.close()
    }
  },
})

async function judgeAll({ home, environment, output, signal }: CommandContext): Promise<number> {
  const bar = new ProgressBar(process.stderr, () => performance.now())
  const opened = openHistory(home, environment)
  try {
    const onProgress = (done: number, total: number) =>
      bar.show({ id: 'categories', phase: 'judge', receivedBytes: done, totalBytes: total })
    const conversations = await opened.judgeAgain({ signal, onProgress })
    bar.stop()
    output.emit({ type: 'conversations-judged', conversations }, `${conversations} conversations were judged anew.`)
    return 0
  } finally {
    bar.stop()
    opened.close()
  }
}
