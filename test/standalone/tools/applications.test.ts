import { describe, expect, test } from 'vitest'
import { createApplicationDirectory } from '../../../src/tools/applications/application-directory.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'
import { catalogue } from '../../../src/tools/applications/catalogue/index.ts'
import { editDistance } from '../../../src/tools/applications/edit-distance.ts'
import { normalizeName } from '../../../src/tools/applications/normalize-name.ts'
import { createTestClock, createTestLogger, platformWith } from './fixtures.ts'

describe('names of applications', () => {
  const index = createApplicationIndex()
  const nameOf = (spoken: string) => index.resolve(spoken)?.name

  test.each([
    ['safari', 'Safari'],
    ['Visual Studio Code', 'Visual Studio Code'],
    ['vs code', 'Visual Studio Code'],
    ['vscode', 'Visual Studio Code'],
    ['google chrome', 'Chrome'],
    ['adobe photoshop', 'Photoshop'],
    ['system preferences', 'System Settings'],
    ['imessage', 'Messages'],
    ['itunes', 'Music'],
    ['one password', '1Password'],
    ['the terminal', 'Terminal'],
    ['my calendar app please', 'Calendar'],
    ['Power Point', 'PowerPoint'],
    ['text edit', 'TextEdit'],
  ])('"%s" is %s', (spoken, name) => {
    const found = index.resolve(spoken)
    expect(found?.name).toBe(name)
    expect(found?.confidence).toBeGreaterThanOrEqual(0.95)
  })

  test.each([
    ['photo shop', 'Photoshop'],
    ['spotifi', 'Spotify'],
    ['what sap', 'WhatsApp'],
    ['out luke', 'Outlook'],
    ['vs coat', 'Visual Studio Code'],
    ['garage bent', 'GarageBand'],
  ])('misheard as "%s" it is still %s', (spoken, name) => {
    expect(nameOf(spoken)).toBe(name)
  })

  test('a misheard name is less sure than a said one', () => {
    const misheard = index.resolve('spotifi')
    expect(misheard?.confidence).toBeGreaterThanOrEqual(0.6)
    expect(misheard?.confidence).toBeLessThan(0.95)
  })

  test.each(['', '   ', 'the', 'banana', 'window', 'door', 'a pizza', 'photos of my cat', 'x'.repeat(10_000), '🎉'])(
    '"%s" is none',
    (spoken) => {
      expect(nameOf(spoken)).toBeUndefined()
    },
  )

  test('every name of the catalogue finds its own application, and no alias takes another one over', () => {
    const names = catalogue.map(([name]) => name)
    expect(new Set(names.map(normalizeName)).size).toBe(names.length)
    for (const name of names) expect(index.resolve(name)).toEqual({ name, confidence: 1 })
    const ids = catalogue.map(([, bundleId]) => bundleId).filter((bundleId) => bundleId !== '')
    expect(new Set(ids).size).toBe(ids.length)
    for (const [name, bundleId] of catalogue.filter(([, id]) => id !== '')) {
      expect(index.nameOfBundle(bundleId)).toBe(name)
    }
  })

  test('two that are about equally near are neither', () => {
    const installed = createApplicationIndex()
    installed.setInstalled([
      { name: 'Quellfinder', installedId: 'a' },
      { name: 'Quallfinder', installedId: 'b' },
    ])
    expect(installed.resolve('quillfinder')).toBeUndefined()
    expect(installed.resolve('quellfinder')?.name).toBe('Quellfinder')
  })

  test('what is installed is known by name, and keeps the canonical name where the catalogue has one', () => {
    const installed = createApplicationIndex()
    expect(installed.resolve('qwerkle desk')).toBeUndefined()
    installed.setInstalled([
      { name: 'Qwerkle Desk', installedId: 'qwerkle.desktop' },
      { name: 'Adobe Photoshop 2025', installedId: '/Applications/Adobe Photoshop 2025.app' },
      { name: 'Google Chrome', installedId: 'google-chrome.desktop' },
    ])
    expect(installed.find('qwerkle desk')?.application).toEqual({
      name: 'Qwerkle Desk',
      installedId: 'qwerkle.desktop',
    })
    expect(installed.find('photoshop')?.application).toMatchObject({
      name: 'Photoshop',
      installedId: '/Applications/Adobe Photoshop 2025.app',
    })
    expect(installed.find('chrome')?.application).toMatchObject({
      name: 'Chrome',
      bundleId: 'com.google.Chrome',
      installedId: 'google-chrome.desktop',
    })
  })

  test('edits are counted up to a limit', () => {
    expect(editDistance('safari', 'safari', 2)).toBe(0)
    expect(editDistance('safari', 'saafri', 2)).toBe(1)
    expect(editDistance('safari', 'safri', 2)).toBe(1)
    expect(editDistance('kitten', 'sitting', 5)).toBe(3)
    expect(editDistance('kitten', 'sitting', 1)).toBe(2)
    expect(editDistance('', 'abc', 5)).toBe(3)
  })
})

describe('the directory of this machine', () => {
  test('looks once for all who ask, and again after ten minutes', async () => {
    const time = createTestClock()
    let looks = 0
    const platform = platformWith({
      applications: {
        async installed() {
          looks += 1
          return [{ name: `Zorblax ${looks}`, installedId: `z${looks}` }]
        },
      },
    })
    const directory = createApplicationDirectory(platform, time.clock, createTestLogger())
    expect(looks).toBe(0)
    await Promise.all([directory.ready(), directory.ready()])
    expect([looks, directory.resolve('zorblax 1')?.name]).toEqual([1, 'Zorblax 1'])
    time.pass(599_000)
    await directory.ready()
    expect(looks).toBe(1)
    time.pass(2000)
    await directory.ready()
    expect([looks, directory.resolve('zorblax 2')?.name]).toEqual([2, 'Zorblax 2'])
  })

  test('goes on with the catalogue when the machine does not tell', async () => {
    const logger = createTestLogger()
    const platform = platformWith({
      applications: {
        async installed() {
          throw new Error('no index')
        },
      },
    })
    const directory = createApplicationDirectory(platform, createTestClock().clock, logger)
    await directory.ready()
    expect(directory.resolve('safari')?.name).toBe('Safari')
    expect(logger.lines.join()).toMatch(/no index/)
  })
})
