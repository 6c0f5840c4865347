import { setTimeout as pause } from 'node:timers/promises'
import type { PanelStage } from './panel-stage.ts'

const voiceRateHz = 22_050
const partials = 8
const words = 30

/** A sentence as a voice gives it: a tone. */
export function sentence(sampleRateHz = voiceRateHz, seconds = 3) {
  const hertz = 440
  const samples = Float32Array.from(
    { length: sampleRateHz * seconds },
    (_, at) => 0.3 * Math.cos((at * 2 * Math.PI * hertz) / sampleRateHz),
  )
  return { sentence: 'Safari is open, and it is loud.', samples, sampleRateHz, firstSampleMs: 1, synthesisMs: 1 }
}

/** A request that is heard word by word, asked about, done, answered word by word, and spoken until it is cut off. */
export async function playTurn({ engine, speech }: PanelStage, turn: number, speakMs: number): Promise<void> {
  const turnId = `turn-${turn}`
  const callId = `call-${turn}`
  const heard = `Open Safari and set the volume to ${turn} percent, then read me the newest message of the day`
  engine.say(
    { type: 'wake-detected', phrase: 'hey jarvis', score: 0.9, audioMs: turn },
    { type: 'session-state', state: 'hearing' },
  )
  for (let partial = 1; partial <= partials; partial++) {
    const text = heard.slice(0, (heard.length * partial) / partials)
    engine.say({ type: 'transcript-partial', turnId, text, audioMs: turn + partial })
    await pause(2)
  }
  engine.say(
    { type: 'transcript-final', turnId, text: heard, audioMs: turn },
    { type: 'session-state', state: 'thinking' },
    {
      ...{ type: 'route-decided', turnId, route: 'command', intent: 'apps.open' },
      ...{ confidence: 1, reason: 'rule' },
    },
    { type: 'tool-call', turnId, callId, tool: 'apps.open', input: { app: 'Safari', turn }, tier: 'confirm' },
    { type: 'tool-approval-request', turnId, callId, prompt: `Shall I open Safari for the ${turn}th time?` },
  )
  await pause(20)
  engine.say(
    { type: 'tool-approval-response', turnId, callId, approved: true, by: 'voice' },
    { type: 'tool-result', turnId, callId, ok: true, output: { turn } },
    { type: 'session-state', state: 'speaking' },
  )
  if (turn % 10 === 0) engine.say({ type: 'notice', code: 'timer-rings', message: `Timer ${turn} is over.` })
  for (let word = 0; word < words; word++) {
    engine.say({ type: 'reply-delta', turnId, text: `${turn}.${word} is open and loud ` })
    await pause(2)
  }
  const text = 'Safari is open, and it is loud. '.repeat(6)
  engine.say({ type: 'reply-final', turnId, text, model: 'local' })
  for (let spoken = 0; spoken < 2; spoken++) void speech.play(sentence(), turnId)
  await pause(speakMs)
  speech.flush()
  engine.say(
    { type: 'turn-finished', turnId, outcome: 'done', timings: { routeMs: 1, totalMs: 400 } },
    { type: 'session-state', state: 'idle' },
  )
}
