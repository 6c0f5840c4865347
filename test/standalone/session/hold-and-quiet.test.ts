import { describe, expect, it } from 'vitest'
import { build, command, loudspeaker, never, scriptedSource } from './session-harness.ts'

describe('A session that is held', () => {
  it('hears nobody and says why, until it is let go; what the user muted stays muted', async () => {
    const { session, requests } = build()
    session.hold('The screen is locked.')
    expect([session.currentState, session.stateReason]).toEqual(['muted', 'The screen is locked.'])
    await session.listen(scriptedSource(command), never)
    expect(requests).toEqual([])
    await session.pushToTalk(true)
    expect(session.currentState).toBe('muted')
    session.hold(undefined)
    expect(session.currentState).toBe('idle')
    await session.listen(scriptedSource(command), never)
    expect(requests.length).toBe(1)

    session.hold('I am still fetching.', 'models')
    session.hold('The screen is locked.')
    session.hold(undefined)
    expect([session.currentState, session.stateReason]).toEqual(['muted', 'I am still fetching.'])
    session.hold(undefined, 'models')
    expect(session.currentState).toBe('idle')

    session.mute(true)
    session.hold('The Mac is asleep.')
    session.hold(undefined)
    expect([session.currentState, session.stateReason]).toEqual(['muted', undefined])
  })

  it('lets a turn that runs come to its end', async () => {
    const output = loudspeaker()
    const { session, events } = build({ output })
    const turn = session.submitText('lock the screen')
    session.hold('The screen is locked.')
    await turn
    await session.idle()
    expect(output.played).toEqual(['You said lock the screen'])
    expect(events.find((event) => event.type === 'turn-finished')).toMatchObject({ outcome: 'done' })
    expect(session.currentState).toBe('muted')
  })
})

describe('A quiet session', () => {
  it('answers in text only and says nothing of its own accord, until it is loud again', async () => {
    const output = loudspeaker()
    const { session, events } = build({ output })
    session.setQuiet(true)
    await session.listen(scriptedSource(command), never)
    await session.submitText('hello')
    await session.announce('Your tea timer is done.', 3)
    await session.idle()
    expect(output.played).toEqual([])
    const replies = events.flatMap((event) => (event.type === 'reply-final' ? [event.text] : []))
    expect(replies).toEqual(['You said open the terminal', 'You said hello'])
    session.setQuiet(false)
    await session.announce('Your tea timer is done.')
    expect(output.played).toEqual(['Your tea timer is done.'])
  })
})
