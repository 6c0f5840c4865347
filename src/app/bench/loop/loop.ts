import { loadInstalledVoiceActivity } from '../../../audio/voice-activity.ts'
import { loadWakeEngine } from '../../../audio/wake/wake-models.ts'
import type { Sam } from '../../sam.ts'
import { speechSettings } from '../../speech/speech-settings.ts'
import { loadSpeechEngines } from '../../speech-worker/speech-engines.ts'
import { loadBareRecognizer } from '../hearing/bare-recognizer.ts'
import { listClips, recordedRequests, synthesizedRequests } from '../hearing/recordings.ts'
import type { BenchRecord } from '../record.ts'
import { measureAccuracy } from './loop-accuracy.ts'
import { measureCost } from './loop-cost.ts'
import { measureIdle } from './loop-idle.ts'
import { measureLatency } from './loop-latency.ts'
import { measureWake } from './loop-wake.ts'

/**
 * The loop from microphone to voice: what it costs, how fast it is, what it hears. Recognition and wake word of people are
 * measured only with a folder of recordings (`speech`, `negatives`, `wake`, `spoken`, each with a manifest.jsonl).
 */
export async function* benchLoop(sam: Sam, modelsFolder: string, dataFolder?: string): AsyncGenerator<BenchRecord> {
  const { config, home, models } = sam
  const settings = speechSettings({ config, home, models, modelsFolder })
  const bare = loadSpeechEngines(settings, (thrown) => {
    throw thrown
  })
  await sam.readyToHear()
  const [phrase = ''] = sam.wakePhrases
  const recorded = dataFolder === undefined ? [] : await recordedRequests(dataFolder)
  const requests = recorded.length > 0 ? recorded : await synthesizedRequests(sam.speech().synthesizer, phrase)

  yield await measureIdle(sam)
  yield await measureLatency(sam, requests)
  yield await measureCost(sam, bare, requests)
  if (dataFolder === undefined) return
  const speech = listClips(dataFolder, 'speech')
  const negatives = listClips(dataFolder, 'negatives')
  const alexa = listClips(dataFolder, 'wake').filter(({ label }) => label === 'alexa')
  if (speech.length > 0) {
    const unguarded = await loadBareRecognizer(models, settings.recognizer)
    yield await measureAccuracy(await bare.recognizer(), unguarded, speech, negatives)
  }
  if (alexa.length > 0) {
    const activity = await loadInstalledVoiceActivity(models)
    yield await measureWake(
      await loadWakeEngine(models, home, ['alexa']),
      activity,
      config.wake.threshold,
      alexa,
      negatives,
    )
  }
}
