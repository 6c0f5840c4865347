import { describe, expect, it } from 'vitest'
import { trainModel } from '../../../scripts/train-classifier/train.ts'
import { createIntentClassifier, type IntentClassifier } from '../../../src/agent/classifier/classifier.ts'
import { createRouter } from '../../../src/agent/router.ts'
import { packModel, sharesOf, unpackModel } from '../../../src/core/text-model/linear-model.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'
import { now, told } from './routing.ts'

const examples = [
  { text: 'is there frost on the roads', label: 'weather.now' },
  { text: 'how frosty are the roads', label: 'weather.now' },
  { text: 'frost tonight on the hills', label: 'weather.now' },
  { text: 'jot bread onto the paper', label: 'lists.add' },
  { text: 'jot apples onto the paper', label: 'lists.add' },
  { text: 'jot some cheese onto the paper', label: 'lists.add' },
  { text: 'who painted the ceiling', label: 'none' },
  { text: 'who painted this portrait', label: 'none' },
  { text: 'who painted the wall', label: 'none' },
]

describe('learning from examples', () => {
  const model = trainModel(examples)

  it('tells apart what it has not seen', () => {
    const classifier = createIntentClassifier(() => model)
    expect(classifier.guess('is there any frost on the roof')?.intent).toBe('weather.now')
    expect(classifier.guess('jot plums onto the paper')?.intent).toBe('lists.add')
    const none = classifier.guess('who painted the mural')
    expect(none?.share ?? 0).toBeLessThan(0.3)
  })

  it('comes out of its file as it went in', () => {
    const again = unpackModel(packModel(model))
    expect(again.labels).toEqual(model.labels)
    expect([...again.weights]).toEqual([...model.weights])
    const [one, other] = [sharesOf(model, 'frosty roads'), sharesOf(again, 'frosty roads')]
    for (const [index, share] of one.entries()) expect(other[index]).toBeCloseTo(share, 2)
  })

  it('gives shares that add up to one', () => {
    for (const text of ['', 'frost', '你好', 'x'.repeat(5000)]) {
      expect(sharesOf(model, text).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4)
    }
  })

  it('learns the same from the same', () => {
    expect(packModel(trainModel(examples)).equals(packModel(model))).toBe(true)
  })

  it('says so when its file is damaged', () => {
    const packed = packModel(model)
    expect(() => unpackModel(packed.subarray(0, 40))).toThrow(expect.objectContaining({ code: 'classifier-damaged' }))
    expect(() => unpackModel(Buffer.from('none'))).toThrow(expect.objectContaining({ code: 'classifier-damaged' }))
  })

  it('counts a reminder as kin of an event, and knows nothing of tools it never saw', () => {
    const classifier = createIntentClassifier(() => model)
    expect(classifier.shareOf('reminders.create', 'jot bread onto the paper')).toBeGreaterThan(0.5)
    expect(classifier.shareOf('power.lock', 'jot bread onto the paper')).toBeUndefined()
  })
})

describe('the table that comes with SAM', () => {
  const classifier = createIntentClassifier()

  it.each([
    ['i want an alarm for my nap', 'time.alarm'],
    ['what time is it over in lisbon', 'time.now'],
    ['good weather or bad weather in the valley', 'weather.now'],
  ])('%s', (text, intent) => {
    expect(classifier.guess(text)?.intent).toBe(intent)
  })

  it.each(['who was the first person on the moon', 'how do plants drink', 'order sushi for two'])(
    'is not sure of any tool: %s',
    (text) => {
      expect(classifier.guess(text)?.share ?? 0).toBeLessThan(0.3)
    },
  )
})

describe('rules and table together', () => {
  const with_ = (intent: string, share: number) => {
    const classifier: IntentClassifier = { guess: () => ({ intent, share }), shareOf: () => share, load() {} }
    const router = createRouter({ applications: createApplicationIndex(), classifier })
    return (text: string) => router.route(text, { now })
  }

  it('believes a reading by topic only when the table does not object', () => {
    expect(told("what's on my schedule")).toBe('calendar.list')
    expect(with_('calendar.list', 0.01)("what's on my schedule").route).toBe('local')
  })

  it('does not ask the table about a plain command', () => {
    expect(with_('calendar.list', 0.01)('remind me to water the ferns').intent).toBe('reminders.create')
    expect(with_('calendar.list', 0.01)('lock the screen').intent).toBe('power.lock')
  })

  it('wants to be surer of what changes something', () => {
    expect(with_('calendar.list', 0.45)('show me the thing with Omar').intent).toBe('calendar.list')
    expect(with_('calendar.create', 0.45)('add the thing with Omar').intent).toBeUndefined()
    expect(with_('calendar.create', 0.6)('add the thing with Omar').intent).toBe('calendar.create')
  })

  it('does not play what rules know as something else', () => {
    expect(with_('media.play', 0.99)('play dead').intent).toBeUndefined()
    expect(with_('media.play', 0.99)('crank out some reggae').intent).toBe('media.play')
  })

  it.each([
    'I added the thing with Omar',
    'do not add the thing with Omar',
    'how do I add the thing with Omar',
    'my brother was at the thing with Omar',
    'order a pizza with olives',
  ])('never acts by the table alone on: %s', (text) => {
    for (const intent of ['calendar.create', 'media.play']) {
      expect(with_(intent, 0.99)(text).intent).toBeUndefined()
    }
  })
})
