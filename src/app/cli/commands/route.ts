import { createRouter } from '../../../agent/router.ts'
import { SamError } from '../../../core/errors.ts'
import { createApplicationIndex } from '../../../tools/applications/application-index.ts'
import { defineCommand } from '../command.ts'
import { readRequests } from '../read-requests.ts'

export const command = defineCommand({
  name: 'route',
  summary: 'say how requests would be understood; nothing is done',
  arguments: { '[text...]': 'one request' },
  options: { in: { type: 'text', value: 'file', summary: 'one request per line; - is standard input' } },
  examples: ['sam route "open Safari and turn the volume down"', 'sam route --in requests.txt --json'],
  async run(context, { arguments: words, options }) {
    if (options.in === undefined && words.length === 0) {
      throw new SamError('usage', 'Which request?', { kind: 'usage', remedy: 'sam route --help' })
    }
    const router = createRouter({ applications: createApplicationIndex() })
    const requests = options.in === undefined ? [words.join(' ')] : readRequests(context, options.in)
    for await (const text of requests) {
      const startedAtMs = performance.now()
      const { route, intent, slots, commands, confidence, reason } = router.route(text, { now: new Date() })
      const routeMs = performance.now() - startedAtMs
      const meant = { ...(intent === undefined ? {} : { intent }), ...(slots === undefined ? {} : { slots }) }
      const several = commands === undefined ? {} : { commands }
      const record = { type: 'route', text, route, ...meant, ...several, confidence, reason, routeMs }
      context.output.emit(record, () => {
        const found = commands ?? (intent === undefined ? [] : [{ intent, slots }])
        const lines = found.map((command) => `  ${command.intent} ${JSON.stringify(command.slots)}`)
        return [`${text}`, `  ${route}: ${reason}`, ...lines].join('\n')
      })
    }
    return 0
  },
})
