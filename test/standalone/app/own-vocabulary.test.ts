import { describe, expect, it } from 'vitest'
import { createOwnVocabulary, type OwnVocabularyParts } from '../../../src/app/speech/own-vocabulary.ts'
import { silentLogger } from '../../../src/core/log.ts'

function vocabulary({ usedContacts = false, kind = 'macos', broken = false } = {}) {
  let nowMs = 0
  const asked: string[] = []
  const many = Array.from({ length: 900 }, (_, index) => `Program ${index}`)
  const platform = {
    kind,
    applications: {
      async installed() {
        asked.push('applications')
        if (broken) throw new Error('not today')
        return [...many, 'x'.repeat(80)].map((name) => ({ name, installedId: name }))
      },
    },
    shortcuts: {
      async list() {
        asked.push('shortcuts')
        return ['Morning Report']
      },
    },
    contacts: {
      async find() {
        asked.push('contacts')
        return { people: [{ id: '1', name: 'Stella Novák', phones: [], emails: [] }], complete: true }
      },
    },
  }
  let denied = false
  const row = { type: 'action', tool: 'phone.call', result: 'ok' }
  const own = createOwnVocabulary({
    platform: platform as unknown as OwnVocabularyParts['platform'],
    scheduler: {
      waiting: () => [{ timer: { name: 'sourdough' }, remainingMs: 1 }],
    } as unknown as OwnVocabularyParts['scheduler'],
    grants: {
      matching: (tool: string) => (denied && tool === 'contacts.find' ? [{ effect: 'deny' }] : []),
    } as unknown as OwnVocabularyParts['grants'],
    audit: { list: () => (usedContacts ? [row] : []) } as unknown as OwnVocabularyParts['audit'],
    clock: { nowMs: () => nowMs, wallTime: () => new Date(2026, 4, 1) } as OwnVocabularyParts['clock'],
    logger: silentLogger,
  })
  return { own, asked, later: (ms: number) => (nowMs += ms), deny: () => (denied = true) }
}

describe('the words of this machine', () => {
  it('are the names that its ports tell, bounded', async () => {
    const { own } = vocabulary()
    const names = (await own.refresh())?.names
    expect(names?.['shortcut']).toEqual(['Morning Report'])
    expect(names?.['timer']).toContain('sourdough')
    expect(names?.['app']).toContain('Program 1')
    expect(names?.['app']).toHaveLength(500)
  })

  it('hold no contacts where a rule forbids to look them up, nor those of before', async () => {
    const { own, asked, later, deny } = vocabulary({ usedContacts: true })
    await own.refresh()
    expect(own.knowsPerson).toBeDefined()
    deny()
    later(600_000)
    expect((await own.refresh())?.names['person']).not.toContain('Stella')
    expect(own.knowsPerson).toBeUndefined()
    expect(asked.filter((what) => what === 'contacts')).toHaveLength(1)
  })

  it('hold contacts only where the user let SAM use them before', async () => {
    const without = vocabulary()
    await without.own.refresh()
    expect(without.asked).not.toContain('contacts')
    expect(without.own.knowsPerson).toBeUndefined()
    const used = vocabulary({ usedContacts: true })
    expect((await used.own.refresh())?.names['person']).toEqual(expect.arrayContaining(['Stella Novák', 'Stella']))
    expect(used.own.knowsPerson?.('stella novak')).toBe(true)
    expect(used.own.knowsPerson?.('Stettler')).toBe(false)
  })

  it('are looked at again after ten minutes, and told only when they changed', async () => {
    const { own, asked, later } = vocabulary()
    expect(await own.refresh()).toBeDefined()
    expect(await own.refresh()).toBeUndefined()
    expect(asked).toEqual(['applications', 'shortcuts'])
    later(600_001)
    expect(await own.refresh()).toBeUndefined()
    expect(asked).toHaveLength(4)
  })

  it('do without what cannot be read, and ask nothing of a platform that only records', async () => {
    expect((await vocabulary({ broken: true }).own.refresh())?.names['app']).toContain('Safari')
    const recording = vocabulary({ kind: 'recording', usedContacts: true })
    await recording.own.refresh()
    expect(recording.asked).toEqual(['applications'])
  })
})
