export interface ExportedTalk {
  title: string
  asked: string
  answered: string
  /** After the first of November 2025. */
  day?: number
}

/** A conversations.json as ChatGPT exports it, with a question and an answer each. */
export function chatGptExport(...talks: ExportedTalk[]): string {
  return JSON.stringify(
    talks.map(({ title, asked, answered, day = 0 }, number) => {
      const seconds = Date.UTC(2025, 10, 1 + day, 9) / 1000
      const message = (id: string, role: string, text: string, later: number) => ({
        id,
        author: { role },
        create_time: seconds + later,
        content: { content_type: 'text', parts: [text] },
        metadata: {},
      })
      const [question, answer] = [`q-${number}`, `a-${number}`]
      return {
        id: `talk-${number}-${title}`,
        conversation_id: `talk-${number}-${title}`,
        title,
        create_time: seconds,
        update_time: seconds + 60,
        current_node: answer,
        mapping: {
          root: { id: 'root', message: null, parent: null, children: [question] },
          [question]: {
            id: question,
            message: message(question, 'user', asked, 1),
            parent: 'root',
            children: [answer],
          },
          [answer]: { id: answer, message: message(answer, 'assistant', answered, 20), parent: question, children: [] },
        },
      }
    }),
  )
}
