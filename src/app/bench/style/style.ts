import fs from 'node:fs/promises'
import path from 'node:path'
import { silentLogger } from '../../../core/log.ts'
import { openHistory } from '../../memory/open-history.ts'
import { compareAnswers, fixedRequests, type StyleEffect } from '../../memory/style-effect.ts'
import { openPlainModel } from '../../models/language-model.ts'
import type { Sam } from '../../sam.ts'
import type { BenchRecord } from '../record.ts'
import { inventedHistory, traces } from './invented-history.ts'

/** What the user's ways change: fixed requests, answered by the local model without and with the patterns of an invented history. */
export async function benchStyle(sam: Sam, modelsFolder: string, home: string): Promise<BenchRecord> {
  const opened = await importInvented(home)
  const model = openPlainModel(sam.models, modelsFolder, silentLogger)
  try {
    const { runner: tools } = sam.tools
    const parts = { router: sam.router, tools, model, style: opened.style }
    const effects: StyleEffect[] = []
    const requests = fixedRequests.map(({ request }) => request)
    for await (const effect of compareAnswers(parts, requests, new AbortController().signal)) effects.push(effect)
    return recordOf(effects)
  } finally {
    await model.dispose()
    opened.close()
  }
}

async function importInvented(home: string) {
  const file = path.join(home, 'invented.json')
  await fs.mkdir(home, { recursive: true })
  await fs.writeFile(file, JSON.stringify(inventedHistory()))
  const opened = openHistory(home)
  const onFailure = (error: Error) => {
    throw error
  }
  const run = opened.history.start('claude', { signal: new AbortController().signal, onProgress() {}, onFailure })
  await run.add(file)
  await run.judge(() => {})
  run.close()
  return opened
}

function recordOf(effects: readonly StyleEffect[]): BenchRecord {
  const shown = (part: 'with' | 'without') =>
    effects.filter((effect, index) => traces[fixedRequests[index]?.category ?? 'general'].test(effect[part])).length
  const words = (part: 'with' | 'without') =>
    effects.reduce((sum, effect) => sum + effect[part].split(/\s+/).length, 0) / effects.length
  const figures = {
    requests: effects.length,
    told: effects.filter(({ style }) => style !== undefined).length,
    showTheWays: shown('with'),
    words: words('with'),
  }
  const baseline = { showTheWays: shown('without'), words: words('without') }
  return {
    name: 'style',
    figures,
    baseline,
    ratio: { showTheWays: figures.showTheWays / Math.max(1, baseline.showTheWays) },
    notes: effects.flatMap(({ request, style, without, with: told }) => [
      `asked:   ${request}`,
      `known:   ${style ?? '(nothing)'}`,
      `without: ${oneLine(without)}`,
      `with:    ${oneLine(told)}`,
    ]),
    goals: [
      { goal: 'the user’s ways are known for every fixed request', reached: figures.told === effects.length },
      { goal: 'they show in more answers when they are told', reached: figures.showTheWays > baseline.showTheWays },
    ],
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}
