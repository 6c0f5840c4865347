import type { AudioRole } from './messages.ts'

/**
 * Which page is the microphone and which the speaker: the newest that claimed it, and when that one leaves, the newest
 * of those that still want it.
 */
export interface AudioRoles<Page> {
  claim(page: Page, wanted: AudioRole): void
  release(page: Page): void
  microphone(): Page | undefined
  speaker(): Page | undefined
  roleOf(page: Page): AudioRole
}

export function createAudioRoles<Page>(): AudioRoles<Page> {
  // Oldest claim first, so the last one holds the role.
  const claims: Record<keyof AudioRole, Page[]> = { microphone: [], speaker: [] }
  const drop = (kind: keyof AudioRole, page: Page) => {
    claims[kind] = claims[kind].filter((other) => other !== page)
  }
  const roles: AudioRoles<Page> = {
    claim(page, wanted) {
      for (const kind of ['microphone', 'speaker'] as const) {
        // A repeated claim of the holder changes nothing; of another page it is a new wish.
        if (wanted[kind] && claims[kind].at(-1) === page) continue
        drop(kind, page)
        if (wanted[kind]) claims[kind].push(page)
      }
    },
    release(page) {
      drop('microphone', page)
      drop('speaker', page)
    },
    microphone: () => claims.microphone.at(-1),
    speaker: () => claims.speaker.at(-1),
    roleOf: (page) => ({ microphone: roles.microphone() === page, speaker: roles.speaker() === page }),
  }
  return roles
}
