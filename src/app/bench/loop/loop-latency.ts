import { median, quantile } from '../../../core/numbers/quantile.ts'
import type { Sam } from '../../sam.ts'
import { asTimePasses, inChunks, type SpokenRequest } from '../hearing/recordings.ts'
import type { BenchRecord } from '../record.ts'
import { type Observation, observeSession } from './observed-session.ts'

interface Delay {
  /** Sound waited for after the end of speech. */
  waitedMs: number
  recognizeMs: number
  routeMs: number
  /** Whether rules answered. */
  byRules: boolean
}

/** How soon after the end of speech the text is final and the decision made, with sound at once and as time passes. */
export async function measureLatency(sam: Sam, requests: SpokenRequest[]): Promise<BenchRecord> {
  const { endpointMs } = sam.config.hearing
  const delays: Delay[] = []
  const textAfterEndpointMs: number[] = []
  const bareDecodeMs: number[] = []
  let unheard = 0
  for (const { samples, speechEndsMs } of requests) {
    const observation = await observeSession(sam, inChunks(samples, 160), 'file')
    const delay = delayOf(observation, speechEndsMs)
    if (delay === undefined) unheard++
    else delays.push(delay)
    const whole = observation.decoded.at(-1)
    if (whole !== undefined) bareDecodeMs.push((await sam.speech().recognizer.recognize(whole)).decodeMs)

    const live = await observeSession(sam, asTimePasses(samples, 32), 'live')
    const final = live.events.find((event) => event.type === 'transcript-final')
    if (final !== undefined) textAfterEndpointMs.push(final.atMs - live.startedAtMs - speechEndsMs - endpointMs)
  }
  const totals = delays.map(({ waitedMs, recognizeMs, routeMs }) => waitedMs + recognizeMs + routeMs)
  const ruleMs = delays.filter(({ byRules }) => byRules).map(({ routeMs }) => routeMs)
  const recognizeMs = delays.map((delay) => delay.recognizeMs)
  const figures = {
    endToDecisionMs: median(totals),
    endToDecisionP95Ms: quantile(totals, 0.95),
    recognizeAfterEndpointMs: median(recognizeMs),
    liveTextAfterEndpointMs: median(textAfterEndpointMs),
    routeByRulesMs: median(ruleMs),
    requests: requests.length,
    unheard,
  }
  const baseline = { decodeAfterEndpointMs: median(bareDecodeMs), endpointMs }
  return {
    name: 'loop.latency',
    figures,
    baseline,
    ratio: { recognizeToDecodeAfterEndpoint: figures.recognizeAfterEndpointMs / baseline.decodeAfterEndpointMs },
    goals: [
      { goal: 'end of speech to decision: at most 600 ms (median)', reached: figures.endToDecisionMs <= 600 },
      { goal: 'final text at most 150 ms after the endpoint pause', reached: figures.liveTextAfterEndpointMs <= 150 },
      { goal: 'rules decide within 5 ms', reached: figures.routeByRulesMs <= 5 },
      { goal: 'every request is heard', reached: unheard === 0 },
    ],
  }
}

function delayOf({ events }: Observation, speechEndsMs: number): Delay | undefined {
  const final = events.find((event) => event.type === 'transcript-final')
  const route = events.find((event) => event.type === 'route-decided')
  const finished = events.find((event) => event.type === 'turn-finished')
  if (final === undefined || finished === undefined) return undefined
  const { recognizeMs = 0, routeMs } = finished.timings
  const byRules = route?.route === 'command' || route?.route === 'control'
  return { waitedMs: final.audioMs - speechEndsMs, recognizeMs, routeMs, byRules }
}
