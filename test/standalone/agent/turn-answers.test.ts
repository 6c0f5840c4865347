import { describe, expect, it } from 'vitest'
import { systemPrompt } from '../../../src/agent/prompts.ts'
import { SamError } from '../../../src/core/errors.ts'
import { deltasOf, finalOf, stage, typesOf } from './turn-harness.ts'

describe('a turn that the local model answers', () => {
  it('streams sentences and ends with the whole reply', async () => {
    const { run, model } = stage()
    model.reply = 'Paris is the capital of **France**. It lies on the Seine.'
    const events = await run('what is the capital of France')
    expect(typesOf(events)).toEqual(['route-decided', 'reply-delta', 'reply-delta', 'reply-final', 'turn-finished'])
    expect(deltasOf(events)).toBe('Paris is the capital of France. It lies on the Seine.')
    expect(finalOf(events)).toMatchObject({ text: deltasOf(events), model: 'local', outcome: 'done' })
    expect(finalOf(events).timings?.firstTokenMs).toBeGreaterThan(0)
  })

  it('gives the model the same system prompt each time, and what was said before', async () => {
    const { run, model } = stage()
    await run('what is the capital of France')
    await run('and of Italy')
    const [first, second] = model.requests
    expect(first?.messages[0]).toEqual({ role: 'system', content: systemPrompt })
    expect(second?.messages.slice(0, 2)).toEqual(first?.messages)
    expect(second?.messages.at(-1)).toEqual({ role: 'user', content: 'and of Italy' })
  })

  it('ends at once when it is cut, with what was said so far', async () => {
    const { run, model, conversation } = stage()
    const cut = new AbortController()
    model.reply = 'One is a number. Two is a number. Three is a number.'
    model.afterPiece = (shown) => {
      if (shown.endsWith('Two ')) cut.abort(new Error('interrupted'))
    }
    const events = await run('tell me about numbers', { signal: cut.signal })
    expect(finalOf(events)).toMatchObject({ text: 'One is a number.', outcome: 'interrupted' })
    expect(conversation.lastReply()).toBe('One is a number.')
  })

  it('ends at once when it is cut while the model is still being loaded', async () => {
    const { run, model } = stage()
    const cut = new AbortController()
    const loaded = Promise.withResolvers<void>()
    const generate = model.generate.bind(model)
    model.generate = async (request) => {
      queueMicrotask(() => cut.abort(new Error('cancelled')))
      await loaded.promise
      return generate(request)
    }
    const events = await run('what is the capital of France', { signal: cut.signal })
    expect(finalOf(events)).toMatchObject({ text: '', outcome: 'cancelled' })
    const told = events.length
    loaded.resolve()
    await new Promise((resolve) => setImmediate(resolve))
    expect(events).toHaveLength(told)
  })

  it('says so when a hard question goes to a small model', async () => {
    const { run, model } = stage()
    model.reply = 'It began with bread.'
    const events = await run('Write an essay about the causes of the French revolution in five paragraphs')
    expect(finalOf(events).text).toMatch(/^That is a hard one .* It began with bread\.$/)
    expect(deltasOf(events)).toBe(finalOf(events).text)
  })

  it('does not ask the model in a dry run', async () => {
    const { run, model } = stage()
    expect(finalOf(await run('who was Ada Lovelace', { dryRun: true }))).toMatchObject({ outcome: 'done' })
    expect(model.requests).toEqual([])
  })

  it.each(['', ' ', '?!', 'um', '(music)'])('asks no model about no words: "%s"', async (text) => {
    const { run, model } = stage()
    expect(finalOf(await run(text)).text).toBe('I did not catch any words.')
    expect(model.requests).toEqual([])
  })

  it.each([
    ['Thank you!', "You're welcome."],
    ['Who are you?', 'I am SAM, a voice assistant that runs on this computer.'],
    ['Hey Jarvis.', 'I am here.'],
    ['No, thanks.', 'Okay.'],
  ])('needs no model for small talk: %s', async (text, reply) => {
    const { run, model } = stage()
    expect(finalOf(await run(text))).toMatchObject({ text: reply, model: 'fast-path', outcome: 'done' })
    expect(model.requests).toEqual([])
  })

  it('says what it can do without making anything up', async () => {
    const { run, model } = stage()
    expect(finalOf(await run('What can you do?')).text).toMatch(
      /^I can open and quit applications, .* only talk about\.$/,
    )
    expect(model.requests).toEqual([])
  })

  it('has a word for an empty answer', async () => {
    const { run, model } = stage()
    model.reply = ' \n'
    expect(finalOf(await run('who is the tallest'))).toMatchObject({
      text: 'I have no answer to that.',
      outcome: 'failed',
    })
  })
})

describe('honesty', () => {
  it('says what it cannot do, without asking the model or a tool', async () => {
    const { run, model, tools } = stage()
    const events = await run('order a pizza')
    expect(finalOf(events)).toMatchObject({ text: "I can't order food yet.", outcome: 'failed' })
    expect(model.requests).toEqual([])
    expect(tools.calls).toEqual([])
  })

  it.each([
    "I've set a timer for five minutes.",
    'Sure! I have sent the message to Bob. Anything else?',
    'Sure thing. Okay. Opening Safari now.',
    'Your order has been placed.',
    'Of course, I will open the door for you.',
  ])('does not let a model pretend: %s', async (pretence) => {
    const { run, model } = stage()
    model.reply = pretence
    const events = await run('what about the thing we spoke of')
    expect(finalOf(events)).toMatchObject({
      text: "I can't do that yet. I can only talk about it.",
      model: 'local',
      outcome: 'failed',
    })
    expect(deltasOf(events)).toBe(finalOf(events).text)
  })

  it('takes back a pretence that comes later', async () => {
    const { run, model } = stage()
    model.reply = "That sounds nice. I've booked a table for you. Enjoy!"
    expect(finalOf(await run('we want to eat at a nice place'))).toMatchObject({
      text: "That sounds nice. I can't do that yet. I can only talk about it.",
      outcome: 'failed',
    })
  })

  it.each([
    'Opening hours differ from shop to shop.',
    'Sure! The Seine flows through Paris.',
    'She looked around. I opened the door and ran.',
    'Playing chess trains the mind.',
    'The song was created in 2018.',
    'The message is sent to the server as text.',
  ])('lets a plain answer be: %s', async (reply) => {
    const { run, model } = stage()
    model.reply = reply
    const events = await run('what do you think of that')
    expect(finalOf(events)).toMatchObject({ text: reply, outcome: 'done' })
    expect(deltasOf(events)).toBe(reply)
  })
})

describe('failures', () => {
  it('tells how to mend a missing model', async () => {
    const { run, model } = stage()
    model.failure = new SamError('model-missing', 'The local language model is not there.', {
      kind: 'missing',
      remedy: 'sam models pull smollm2-135m-instruct',
    })
    const events = await run('who was Ada Lovelace')
    expect(typesOf(events)).toEqual(['route-decided', 'error', 'reply-final', 'turn-finished'])
    expect(events[1]).toMatchObject({
      error: { code: 'model-missing', remedy: 'sam models pull smollm2-135m-instruct' },
    })
    expect(finalOf(events)).toMatchObject({
      text: 'The local language model is not there. The command "sam models pull smollm2-135m-instruct" mends it.',
      outcome: 'failed',
    })
  })

  it('keeps commands going without a model', async () => {
    const { run, model, tools } = stage()
    model.failure = new SamError('model-missing', 'Gone.', { kind: 'missing' })
    await run('who was Ada Lovelace')
    expect(finalOf(await run('open Safari')).outcome).toBe('done')
    expect(tools.calls).toHaveLength(1)
  })

  it('shows nobody the inside of a bug', async () => {
    const { run, model } = stage()
    model.failure = new TypeError('undefined is not a function')
    const events = await run('who was Ada Lovelace')
    expect(finalOf(events).text).toBe('Something went wrong inside me, and I could not finish that.')
    expect(finalOf(events).outcome).toBe('failed')
  })
})
