import { describe, expect, it, vi } from 'vitest'
import type { SpeechRequest, SpeechResponse, SpeechSettings } from '../../../src/app/speech-worker/protocol.ts'
import { serveSpeech } from '../../../src/app/speech-worker/serve.ts'
import { SamError } from '../../../src/core/errors.ts'

const missing = () => new SamError('model-missing', 'It is not there.')

describe('the speech worker', () => {
  it('keeps a vocabulary for a recogniser whose model is still missing', async () => {
    let isThere = false
    let ask: (request: SpeechRequest) => void = () => {}
    const answers = new Map<number, SpeechResponse>()
    serveSpeech(
      {
        onRequest: (listener) => {
          ask = listener
        },
        send: (response) => void ('id' in response && answers.set(response.id, response)),
      },
      ({ recognizer }) => ({
        ear: () => Promise.reject(missing()),
        synthesizer: () => Promise.reject(missing()),
        recognizer: async () => {
          if (!isThere) throw missing()
          return {
            recognize: async () => ({ text: recognizer.vocabulary?.names['app']?.join() ?? 'no names', decodeMs: 1 }),
            reconsider: async () => ({ decodeMs: 1, readings: [] }),
            learnVocabulary() {},
          }
        },
      }),
    )
    const answer = async (request: SpeechRequest) => {
      ask(request)
      return vi.waitFor(() => {
        const found = answers.get(request.id)
        if (found === undefined) throw new Error('no answer yet')
        return found
      })
    }
    const settings: SpeechSettings = {
      modelsFolder: '',
      home: '',
      wake: { models: [], threshold: 0.5 },
      recognizer: { model: 'small', threads: 1, turnSound: false },
      voice: { id: '', own: '', pitch: 'rmvpe', rate: 1, threads: 1 },
      warm: [],
    }
    await answer({ id: 1, method: 'configure', settings })
    const vocabulary = { phrases: [], parts: {}, names: { app: ['Safari'] }, examples: '', nameExamples: {} }
    expect(await answer({ id: 2, method: 'vocabulary', vocabulary })).toMatchObject({ ok: false })
    isThere = true
    expect(await answer({ id: 3, method: 'recognize', samples: new Float32Array(1) })).toMatchObject({
      value: { text: 'Safari' },
    })
  })
})
