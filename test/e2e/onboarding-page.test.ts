import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { askDesk } from './page-data.ts'
import { usePanels } from './panel-fixture.ts'
import { goTo, keepScreenshot, temporaryFolder } from './panel-harness.ts'
import { voiceLikeSound, writeWav } from './sound.ts'

describe('the first steps', { timeout: 60_000 }, () => {
  const start = usePanels()
  const open = async (sound: Float32Array, modelsFolder?: string) => {
    const microphoneFile = path.join(temporaryFolder(), 'microphone.wav')
    writeWav(microphoneFile, sound, 48_000)
    const { harness, openFirst } = await start({ microphoneFile }, modelsFolder)
    const { page, complaints } = await openFirst()
    await page.getByRole('link', { name: 'Set me up step by step' }).click()
    await page.getByRole('button', { name: 'Set me up' }).click()
    return { page, complaints, engine: harness.engine, desk: harness.desk }
  }

  test('from hello to an answer that is heard; whoever leaves goes on there, and what is offered can wait', async () => {
    const { page, complaints, engine, desk } = await open(voiceLikeSound(30, 48_000))
    await page.getByRole('heading', { name: 'May I hear you?' }).waitFor()
    await page.getByRole('button', { name: 'Open the microphone' }).click()
    await page.getByText('I hear you.').waitFor()
    await keepScreenshot(page, 'start-microphone-light')
    await page.getByRole('button', { name: 'Go on' }).click()

    await page.getByRole('heading', { name: 'Say: “hey jarvis, what time is it?”' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Say: “hey jarvis, what time is it?”' }).waitFor()
    engine.say({ type: 'transcript-partial', turnId: 't', text: 'What time', audioMs: 1 })
    await page.locator('.first-heard', { hasText: 'What time' }).waitFor()
    expect(await page.locator('.first-success').count()).toBe(0)
    engine.say(
      { type: 'transcript-final', turnId: 't', text: 'What time is it?', audioMs: 2 },
      { type: 'reply-final', turnId: 't', text: "It's ten past nine.", model: 'fast-path' },
      { type: 'turn-finished', turnId: 't', outcome: 'done', timings: { routeMs: 1, totalMs: 2 } },
    )
    await page.locator('.first-reply', { hasText: "It's ten past nine." }).waitFor()
    await page.locator('.first-success').waitFor()
    await keepScreenshot(page, 'start-success-light')
    await page.getByRole('button', { name: 'Go on' }).click()

    await page.getByRole('heading', { name: 'If you like' }).waitFor()
    // Another microphone, later.
    await page.getByRole('link', { name: 'Microphone', exact: true }).click()
    await page.getByRole('heading', { name: 'May I hear you?' }).waitFor()
    await page.getByRole('button', { name: /^(Go on|Later)$/ }).click()
    await page.getByRole('heading', { name: 'If you like' }).waitFor()
    await page.getByRole('button', { name: 'Later: Your own voice' }).click()
    await page.getByRole('button', { name: 'Later: Your own voice' }).waitFor({ state: 'detached' })
    await keepScreenshot(page, 'start-offers-light')
    expect((await askDesk(desk, 'onboarding.state', {})).marks).toEqual(['hello', 'microphone', 'spoken', 'voice'])
    await page.getByRole('link', { name: 'Open: A briefing' }).click()
    await page.getByRole('heading', { name: 'Timers and briefing' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('a microphone that delivers zeros is named with its cure, and models that are missing come first', async () => {
    const modelsFolder = path.join(temporaryFolder(), 'models')
    const { page } = await open(new Float32Array(48_000), modelsFolder)
    await page.getByText('What I hear with comes first').waitFor()
    await keepScreenshot(page, 'start-models-light')
    await page.getByRole('button', { name: 'Fetch them' }).click()
    // This test is offline: it says why not, and offers to go on, here and in Talk.
    await page.locator('.failure-line').first().waitFor()
    await page.getByRole('button', { name: 'Go on fetching' }).waitFor()
    await goTo(page, '#talk')
    const card = page.getByRole('region', { name: 'Getting ready' })
    await card.getByText('I hear you as soon as this is here.').waitFor()
    await card.getByRole('button', { name: 'Go on fetching' }).waitFor()
    await keepScreenshot(page, 'talk-getting-ready-light')

    const { page: silent } = await open(new Float32Array(48_000))
    await silent.getByRole('button', { name: 'Open the microphone' }).click()
    await silent.getByRole('heading', { name: 'The microphone delivers no sound' }).waitFor()
    await silent.locator('.first-step').getByText('Check its mute switch').waitFor()
    await silent.getByRole('button', { name: 'Later' }).click()
    await silent.getByRole('heading', { name: /^Say:/ }).waitFor()
  })
})
