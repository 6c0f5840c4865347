import type { Slots } from '../../../core/events.ts'
import { type Grammar, pattern, type Reading, readPatterns } from '../grammar.ts'
import { lexicon, tagAll, tagSome, tagsOf } from '../lexicon.ts'

/** How far one step goes, in points of 100. */
const stepPoints = 10
const smallStepPoints = 5
const largeStepPoints = 25

const words = lexicon(
  {
    noun: 'brightness|screen brightness|display brightness|backlight|brightness level',
    screen: 'screen|display|monitor',
    up: 'up|raise|increase|higher|boost|bump|brighten|brighter|more|crank',
    down: 'down|lower|decrease|reduce|drop|dim|dimmer|darker|darken|less',
    maximum: 'max|maximum|full|highest|all the way up|the max|as bright as possible|brightest|fully',
    minimum: 'min|minimum|lowest|all the way down|as dark as possible|darkest|as low as possible',
    middle: 'half|halfway|half way|medium|middle|the middle',
    quarter: 'a quarter|quarter',
    small: 'a bit|a little|a little bit|slightly|a touch|a tad|a notch|one notch|somewhat|bit|little',
    large: 'a lot|much|way|significantly|lots',
    to: 'to|at',
    by: 'by',
    set: 'set|turn|put|make|change|adjust|bring|knock|take|push|want|need|give|get|have|would like',
    glue: 'the|my|of|is|for|please|level|i|me|it|this|mac|macbook|laptop|computer|percent|points|on|and|a|too|so|all|way|be|setting',
    bright: 'too bright|too dark|not bright enough',
  },
  true,
)

function brightness(utterance: { tokens: readonly { word: string }[] }): Reading | undefined {
  const spoken = utterance.tokens.map((token) => token.word)
  if (spoken.length > 14) return undefined
  const spans = tagAll(spoken, words)
  if (spans === undefined) return undefined
  const tags = tagsOf(spans)
  const line = spoken.join(' ')
  const dims =
    /\b(?:dim|brighten|brighter|dimmer|darker|darken|as bright as possible|as dark as possible|brightest|darkest)\b/.test(
      line,
    )
  if (!tags.has('noun') && !((dims || tags.has('bright')) && tags.has('screen'))) return undefined
  const numbers = spans.filter((span) => span.tag === 'number')
  if (numbers.length > 1) return undefined
  const number = numbers[0]?.value
  const tooBright = /too bright/.test(line)
  const tooDark = /too dark|not bright enough/.test(line)
  const up = tags.has('up') || tooDark
  const down = tags.has('down') || tooBright
  const direction = up === down ? 0 : up ? 1 : -1
  const clamp = (value: number) => Math.max(0, Math.min(100, Math.round(value)))
  const named = tags.has('maximum')
    ? 100
    : tags.has('minimum')
      ? 0
      : tags.has('quarter')
        ? 25
        : tags.has('middle')
          ? 50
          : undefined
  let slots: Slots | undefined
  if (named !== undefined && !tags.has('by')) slots = { level: named }
  else if (number !== undefined)
    slots = direction !== 0 && !tags.has('to') ? { delta: direction * clamp(number) } : { level: clamp(number) }
  else if (direction !== 0)
    slots = {
      delta: direction * (tags.has('small') ? smallStepPoints : tags.has('large') ? largeStepPoints : stepPoints),
    }
  if (slots === undefined)
    return tags.has('set') && tags.has('noun')
      ? { intent: 'display.brightness', slots: {}, confidence: 0.85, missing: 'level' }
      : undefined
  return { intent: 'display.brightness', slots, confidence: 0.95 }
}

/** The same of words that are known to be about the screen, whatever else stands between them. */
export function readBrightnessLoosely(utterance: { tokens: readonly { word: string }[] }): Reading | undefined {
  const { unknown } = tagSome(
    utterance.tokens.map(({ word }) => word),
    words,
  )
  return brightness({ tokens: utterance.tokens.filter((_, at) => !unknown.includes(at)) })
}

const dark = (enabled: boolean) => ({ slots: () => ({ enabled }) })

const patterns = [
  pattern('display.dark-mode', '(leave|keep) [the] dark (mode|theme|appearance) on', dark(true)),
  pattern('display.dark-mode', '(turn|switch) [on] [the] dark (mode|theme|appearance) off', dark(false)),
  pattern(
    'display.dark-mode',
    '(turn off|switch off|disable|deactivate|exit|leave|stop|end|get out of|no more) [the] dark (mode|theme|appearance)',
    dark(false),
  ),
  pattern(
    'display.dark-mode',
    '(turn on|switch on|enable|activate|switch to|go to|use|change to|set|go into|enter|put on|turn|make it|go|start) [the|to] dark (mode|theme|appearance) [on]',
    dark(true),
  ),
  pattern(
    'display.dark-mode',
    '(switch|change|set|turn|put) [(the|my)] [(mac|computer|screen|appearance|system|theme|display|it|everything|macbook|interface)] [in|into|to|over to] [the] dark [(mode|theme)] [on]',
    dark(true),
  ),
  pattern(
    'display.dark-mode',
    '(turn on|switch on|enable|activate|switch to|go to|go back to|switch back to|use|change to|set|go into|put on|turn|back to) [the|to] light (mode|theme|appearance) [on]',
    dark(false),
  ),
  pattern(
    'display.dark-mode',
    '(switch|change|set|turn|put) [(the|my)] [(mac|computer|screen|appearance|system|theme|display|it|everything|macbook|interface)] [back] (in|into|to|over to) [the] light (mode|theme)',
    dark(false),
  ),
  pattern('display.dark-mode', 'dark mode [(on|please)]', dark(true)),
  pattern('display.dark-mode', '(light mode [on]|dark mode off)', dark(false)),
  pattern('display.dark-mode', 'make (the|my) (screen|mac|computer|theme|appearance|interface) dark', dark(true)),
]

/** Brightness of the screen, dark and light appearance. */
export const displayGrammar: Grammar = {
  name: 'display',
  read(utterance, scene) {
    if (!/ (?:brightness|backlight|screen|display|monitor|dark|light)(?= |$)/.test(utterance.line)) return undefined
    return readPatterns(patterns, utterance, scene) ?? brightness(utterance)
  },
}
