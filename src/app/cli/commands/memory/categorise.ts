import { SamError } from '../../../../core/errors.ts'
import { historySources } from '../../../../memory/imports/conversation.ts'
import { categories } from '../../../../memory/ports.ts'
import { openHistory } from '../../../open-history.ts'
import { defineCommand } from '../../command.ts'

export const categorise = defineCommand({
  name: 'categorise',
  summary: 'say what an imported conversation was for; no later import changes it',
  arguments: { '<conversation>': 'its name', '<category>': categories.join(', ') },
  options: {
    source: {
      type: 'text',
      value: 'program',
      choices: historySources,
      default: 'chatgpt',
      summary: 'where it came from',
    },
  },
  examples: ['sam memory categorise 6f1c2a roleplay', 'sam memory categorise 6f1c2a coding --source claude'],
  async run({ home, output }, { arguments: [conversation = '', name = ''], options: { source } }) {
    const category = categories.find((one) => one === name)
    if (category === undefined) {
      const remedy = `one of ${categories.join(', ')}`
      throw new SamError('category-unknown', `There is no category "${name}".`, { kind: 'usage', remedy })
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
