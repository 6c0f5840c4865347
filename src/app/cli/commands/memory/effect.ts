import { SamError } from '../../../../core/errors.ts'
import { openHistory } from '../../../memory/open-history.ts'
import { compareAnswers, fixedRequests } from '../../../memory/style-effect.ts'
import { openPlainModel } from '../../../models/language-model.ts'
import { defineCommand } from '../../command.ts'
import { withSam } from '../../open-sam.ts'

export const effect = defineCommand({
  name: 'effect',
  summary: 'what your patterns change: fixed requests, answered by the local model without and with them',
  examples: ['sam memory effect'],
  async run(context) {
    const { home, modelsFolder, environment, logger, output, signal } = context
    const opened = openHistory(home, environment)
    try {
      if (opened.patterns.list().length === 0) {
        const remedy = 'sam import --help'
        throw new SamError('patterns-missing', 'No patterns yet. They come with your history.', { remedy })
      }
      return await withSam(context, async (sam) => {
        const model = openPlainModel(sam.models, modelsFolder, logger)
        try {
          const parts = { router: sam.router, tools: sam.tools.runner, model, style: opened.style }
          const requests = fixedRequests.map(({ request }) => request)
          for await (const { style, ...compared } of compareAnswers(parts, requests, signal)) {
            output.emit({ type: 'style-effect', ...compared, style: style ?? null }, () =>
              [
                compared.request,
                `  known:   ${style ?? '(nothing)'}`,
                `  without: ${compared.without}`,
                `  with:    ${style === undefined ? '(the same)' : compared.with}`,
              ].join('\n'),
            )
          }
        } finally {
          await model.dispose()
        }
        return 0
      })
    } finally {
      opened.close()
    }
  },
})
