import fs from 'node:fs'
import type { Platform } from './port.ts'
import { createRecordingMachine } from './recording-machine.ts'
import { createRecordingPersonal } from './recording-personal.ts'

/**
 * Does nothing on the machine: each call becomes one JSON line `{"port","method","input"}` in `logFile` (none is written
 * without a file). What it answers is either unknown or carries the word "recorded"; replies are those of a machine on which
 * everything worked. Questions that SAM asks itself to prepare (what is installed, what is unsaved) are not recorded.
 */
export function createRecordingPlatform(logFile: string | undefined): Platform {
  const record = (port: string, method: string, input: Record<string, unknown>) => {
    if (logFile !== undefined) fs.appendFileSync(logFile, `${JSON.stringify({ port, method, input })}\n`)
  }
  return {
    kind: 'recording',
    ...createRecordingPersonal(record),
    ...createRecordingMachine(record),
    applications: {
      async open({ name, bundleId }) {
        record('apps', 'open', { app: name, ...(bundleId === undefined ? {} : { bundleId }) })
        return {}
      },
      async quit({ name, bundleId }) {
        record('apps', 'quit', { app: name, ...(bundleId === undefined ? {} : { bundleId }) })
        return { wasRunning: true }
      },
      async list() {
        record('apps', 'list', {})
        return []
      },
      async front() {
        record('apps', 'front', {})
        return undefined
      },
      unsavedDocuments: async () => undefined,
      installed: async () => [],
    },
    files: {
      async find(search) {
        record('files', 'find', { ...search })
        const name = search.words.join(' ') || search.kind || 'file'
        return { matches: [{ path: `/recorded/${name}` }], complete: true }
      },
      inspect: async (path) => ({ path, folder: false, executable: false }),
      async open(path) {
        record('files', 'open', { path })
      },
    },
    web: {
      async open(url) {
        record('web', 'open', { url })
      },
    },
    sound: {
      async setVolume(change) {
        record('sound', 'setVolume', { ...change })
        return { before: undefined, after: undefined }
      },
      async setMuted(muted) {
        record('sound', 'setMuted', { muted })
        return { before: undefined }
      },
    },
    media: {
      async command(command, player) {
        record('media', command, player === undefined ? {} : { player })
        return {}
      },
      async nowPlaying(player) {
        record('media', 'nowPlaying', player === undefined ? {} : { player })
        return undefined
      },
    },
    system: {
      microphoneUsers: async () => undefined,
      async battery() {
        record('system', 'battery', {})
        return { state: 'unknown' }
      },
    },
  }
}
