import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createSam } from '../../../src/app/sam.ts'
import { writeSetting } from '../../../src/app/settings/settings.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { stillOn } from '../../../src/core/still-on.ts'

function newHome(): string {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-still-on-'))
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }))
  return home
}

it('says what the settings say now, and no where they cannot be read', () => {
  const home = newHome()
  const asked = () => stillOn(home, ({ claude }) => claude.allowed)
  expect(asked()).toBe(false)
  writeSetting(home, 'claude.allowed', 'true')
  expect(asked()).toBe(true)
  fs.writeFileSync(path.join(home, 'config.json'), '{ broken')
  expect(asked()).toBe(false)
})

it('asks Claude nothing from the moment on in which the user turned that off, or turned SAM offline', async () => {
  const home = newHome()
  writeSetting(home, 'claude.allowed', 'true')
  const environment = { SAM_PLATFORM: 'recording', SAM_PLATFORM_LOG: path.join(home, 'log'), ANTHROPIC_API_KEY: 'k' }
  const modelsFolder = path.join(home, 'models')
  const sam = await createSam({ home, modelsFolder, environment, offline: false, logger: silentLogger })
  try {
    expect(sam.escalation.barrier('why is the sky blue')).toBeUndefined()
    writeSetting(home, 'offline', 'true')
    expect(sam.escalation.barrier('why is the sky blue')).toMatch(/I am offline/)
    writeSetting(home, 'offline', 'false')
    expect(sam.escalation.barrier('why is the sky blue')).toBeUndefined()
    writeSetting(home, 'claude.allowed', 'false')
    expect(sam.escalation.barrier('why is the sky blue')).toMatch(/small local model/)
  } finally {
    await sam.close()
  }
})
