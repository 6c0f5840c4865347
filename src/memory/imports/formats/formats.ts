import type { HistorySource, ParsedConversation } from '../conversation.ts'
import type { ValueFormat } from '../read/read-values.ts'
import type { SourceChoice } from '../sources/find-sources.ts'
import { parseChatGpt } from './chatgpt.ts'
import { parseClaude } from './claude.ts'
import { ClaudeCodeSessions } from './claude-code.ts'
import { type Fields, fieldsOf } from './fields.ts'
import { isMessage, parseLinear } from './linear.ts'

/** Turns the values of one file into conversations. Throws NotAConversation for a value that is none. */
export interface FileParser {
  add(value: unknown): ParsedConversation[]
  /** After the last value. */
  end(): ParsedConversation[]
}

export interface HistoryFormat {
  choice: SourceChoice
  values: ValueFormat
  /** Each value is a conversation of its own, which is unchanged when its bytes are. */
  oneValueEach: boolean
  /** @param owners the session of each known message of this source, by id */
  parser(fileName: string, owners: Map<string, string>): FileParser
}

const wrappers = ['conversations', 'chats', 'data', 'items']

/** Conversations one by one, and a file that lists the messages of a single one. */
function parseEach(parse: (value: unknown) => ParsedConversation): HistoryFormat['parser'] {
  return (fileName) => {
    const loose: Fields[] = []
    return {
      add(value) {
        const fields = fieldsOf(value)
        if (fields === undefined || !isMessage(fields)) return [parse(value)]
        loose.push(fields)
        return []
      },
      end: () => (loose.length === 0 ? [] : [parseLinear({ id: fileName }, loose)]),
    }
  }
}

const beside =
  /^(?:users?|projects?|memories|user_settings|account|message_feedback|model_comparisons|shared_conversations|export_manifest|group_chats|shopping|sora|tasks|library_files|artifacts?)\b.*\.json$/i

const chatFiles: SourceChoice = {
  wanted: /^conversations(?:[-_]\d+)?\.json$/i,
  otherwise: /\.(?:json|jsonl|ndjson)$/i,
  beside,
}

/** How the history of each program is found and read. */
export const historyFormats: Record<HistorySource, HistoryFormat> = {
  chatgpt: {
    choice: chatFiles,
    values: { preferLines: false, wrappers },
    oneValueEach: true,
    parser: parseEach(parseChatGpt),
  },
  claude: {
    choice: chatFiles,
    values: { preferLines: false, wrappers },
    oneValueEach: true,
    parser: parseEach(parseClaude),
  },
  'claude-code': {
    choice: { wanted: /\.(?:jsonl|ndjson)$/i, otherwise: /\.json$/i, beside: /^(?:history|settings)\b/ },
    values: { preferLines: true, wrappers: [] },
    oneValueEach: false,
    parser: (fileName, owners) => new ClaudeCodeSessions(fileName, owners),
  },
}
