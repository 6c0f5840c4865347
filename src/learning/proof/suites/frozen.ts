import fs from 'node:fs'
import path from 'node:path'
import type { ChatMessage } from '../../../agent/ports.ts'
import { callOpening } from './calls.ts'
import type { Suite, SuiteItem } from './suite.ts'

/** The suites that are part of the project and never change, so that all nights of all users are measured alike. */
const read = (name: string) => fs.readFileSync(path.join(import.meta.dirname, `${name}.txt`), 'utf8').split('\n')

export const frozenSystem: ChatMessage = { role: 'system', content: 'You are SAM.' }

interface Gap {
  heading: string
  lines: { gap: string; answer: string }[]
}

/** The endings of the next lines are the wrong ones of a line. */
const wrongEndings = 3

/** Sentences of general knowledge, of which the right one of four endings is wanted. */
export function generalSuite(): Suite {
  const gaps: Gap[] = []
  for (const line of read('general')) {
    const [left = '', right] = line.split(' = ')
    if (line.startsWith('# ')) gaps.push({ heading: line.slice(2), lines: [] })
    else if (right !== undefined && !line.startsWith('//')) gaps.at(-1)?.lines.push({ gap: left, answer: right })
  }
  const items = gaps.flatMap(({ heading, lines }) =>
    lines.map(({ gap, answer }, index): SuiteItem => {
      const others = [...lines.slice(index + 1), ...lines.slice(0, index)].map((line) => line.answer)
      const wrong = [...new Set(others)].filter((other) => other !== answer).slice(0, wrongEndings)
      return {
        kind: 'choice',
        id: `general ${heading} ${gap}`,
        cluster: gap,
        chat: {
          messages: [frozenSystem, { role: 'user', content: 'Complete the sentence.' }],
          begun: heading.replace('{}', gap),
        },
        right: ` ${answer}`,
        wrong: wrong.map((other) => ` ${other}`),
      }
    }),
  )
  return { name: 'general', role: 'guard', items: [...items, ...plainItems(gaps)] }
}

/** Such sentences also make questions. They ask for words: whoever learned to call tools must not call one here. */
const askedToo = ['The capital of {} is', 'The opposite of {} is']

function plainItems(gaps: readonly Gap[]): SuiteItem[] {
  return gaps.flatMap(({ heading, lines }) => {
    if (!askedToo.includes(heading)) return []
    const subject = heading.slice(0, -' is'.length)
    return lines.map(({ gap, answer }): SuiteItem => {
      const sentence = heading.replace('{}', gap)
      const question = `What is ${subject.replace('{}', gap).replace('The', 'the')}?`
      return {
        kind: 'choice',
        id: `general plain ${sentence}`,
        cluster: gap,
        chat: { messages: [frozenSystem, { role: 'user', content: question }] },
        right: `${sentence} ${answer}.`,
        wrong: [`${callOpening}web.search","arguments":{"query":"${gap}"}}`],
      }
    })
  })
}

interface ToolRequests {
  tool: string
  slot: string
  wordings: string[]
  fillings: string[]
}

/** Plain requests, each with the tool and the arguments that it means. */
export function toolSuite(): Suite {
  const groups: ToolRequests[] = []
  for (const line of read('tools')) {
    const [, tool, slot] = /^# (\S+) (\S+)$/.exec(line) ?? []
    if (tool !== undefined && slot !== undefined) groups.push({ tool, slot, wordings: [], fillings: [] })
    else if (line.includes('{}')) groups.at(-1)?.wordings.push(line)
    else if (line !== '' && !line.startsWith('//')) groups.at(-1)?.fillings.push(line)
  }
  // With the mark that ends it no name is the beginning of another one.
  const named = (tool: string) => `${tool}"`
  const others = (right: string) => groups.flatMap(({ tool }) => (tool === right ? [] : [named(tool)]))
  const items = groups.flatMap(({ tool, slot, wordings, fillings }) =>
    // Requests that begin alike follow each other: a model reads the beginning once.
    wordings.flatMap((wording) =>
      fillings.map((filling, index): SuiteItem => {
        const messages: ChatMessage[] = [frozenSystem, { role: 'user', content: wording.replace('{}', filling) }]
        const call = { name: tool, arguments: { [slot]: filling } }
        const about = { id: `tools ${wording} ${filling}`, cluster: filling }
        // One half asks for the tool, the other for what it is given.
        return index < fillings.length / 2
          ? {
              ...about,
              kind: 'choice',
              chat: { messages, begun: callOpening },
              right: named(tool),
              wrong: others(tool),
            }
          : { ...about, kind: 'arguments', chat: { messages }, call }
      }),
    ),
  )
  return { name: 'tools', role: 'guard', items }
}
