import { describe, expect, it } from 'vitest'
import { judgeCommand } from '../../../src/agent/judge-command.ts'
import { createRouter } from '../../../src/agent/router.ts'
import { spokenCommands } from '../../../src/agent/spoken-commands.ts'
import { seededRandom } from '../../../src/core/numbers/random.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'

const router = createRouter({ applications: createApplicationIndex() })
const now = new Date(2026, 4, 1, 12)
const names: Record<string, readonly string[]> = {
  app: ['Safari', 'Calculator'],
  person: ['Marta Lind'],
  shortcut: ['Morning Report'],
  timer: ['pasta'],
  list: ['shopping'],
  file: ['tax return'],
  brand: ['Ecobee', 'Sonos'],
}

/** One of the sentences that a template stands for. */
function expand(template: string, random: () => number): string {
  const tokens = template.match(/\{\w+\}|[()[\]|]|[^\s(){}[\]|]+/g) ?? []
  const pick = <One>(list: readonly One[]) => list[Math.floor(random() * list.length)]
  const alternatives = (): string => {
    const all: string[][] = [[]]
    for (let token = tokens.shift(); token !== undefined && token !== ')' && token !== ']'; token = tokens.shift()) {
      if (token === '|') all.push([])
      else if (token === '(' || token === '[') {
        const inner = alternatives()
        if (token === '(' || random() < 0.5) all.at(-1)?.push(inner)
      } else if (token.startsWith('{')) {
        const name = token.slice(1, -1)
        const part = spokenCommands.parts[name]
        all.at(-1)?.push(part === undefined ? (pick(names[name] ?? []) ?? '') : expand(pick(part) ?? '', random))
      } else all.at(-1)?.push(token)
    }
    return pick(all)?.join(' ') ?? ''
  }
  return alternatives()
}

describe('the wording of commands that the recogniser knows', () => {
  const templates = [
    ...(spokenCommands.parts['request'] ?? []),
    ...spokenCommands.phrases.filter((one) => !one.includes('{request}')),
  ]
  it.each(templates)('is read by the router: %s', (template) => {
    const random = seededRandom(3)
    const unread: string[] = []
    let read = 0
    for (let round = 0; round < 12; round += 1) {
      const text = expand(template, random).replace(/ s (?=[a-z])/, "'s ")
      if (judgeCommand(text, router.route(text, { now })) === 'none') unread.push(text)
      else read += 1
    }
    // Chance puts words together that nobody says ("the left bedroom kettle"): most must be read, and every template at all.
    expect(read, `not read: ${unread.join('; ')}`).toBeGreaterThanOrEqual(8)
  })
})

describe('what words are to a recogniser that can listen again', () => {
  const judge = (text: string, known?: (person: string) => boolean) =>
    judgeCommand(text, router.route(text, { now }), known)
  it.each([
    ['Open Safari.', 'settled'],
    ['set a timer for five minutes', 'settled'],
    ['Yes, please.', 'kept'],
    ['Okay.', 'kept'],
    ['Thank you!', 'kept'],
    ['stop', 'kept'],
    ["what's the weather tomorrow", 'settled'],
    ['add oat milk to the shopping list', 'settled'],
    ['what have I got on today', 'settled'],
    ['open YouTube', 'settled'],
    ['go to example dot com', 'partial'],
    ['play some jazz', 'partial'],
    ['set a timer', 'partial'],
    ['set a timer for', 'kept'],
    ['open the calculator and', 'kept'],
    ['remind me to', 'kept'],
    ['turn on the lamp', 'limit'],
    ['the cat sat on the mat', 'none'],
  ])('%s is %s', (text, reading) => expect(judge(text)).toBe(reading))

  it('is not sure of a command to somebody whom nobody knows', () => {
    const known = (person: string) => person.toLowerCase() === 'marta lind'
    expect(judge('call Marta Lind', known)).not.toBe('none')
    expect(judge('call Stettler No Rick', known)).toBe('stranger')
  })
})
