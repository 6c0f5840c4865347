import { fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import type { SamEvent } from '../../../core/events.ts'
import { CoreLife, type CorePlace } from './core-life.ts'
import { countActions, type FaultReport } from './fault-scenes.ts'

const server = new URL('./model-server-process.ts', import.meta.url)
const timerSeconds = 2
/** What was claimed by a core that died is told again within a minute. */
const longestRingMs = 75_000

/** The core is killed in the middle of a command, and started again: nothing is done twice, and the timer rings, once. */
export async function killCore(place: CorePlace, at: SamEvent['type']): Promise<FaultReport> {
  const log = path.join(place.home, 'actions.jsonl')
  fs.mkdirSync(place.home, { recursive: true })
  const environment = { ...place.environment, SAM_PLATFORM: 'recording', SAM_PLATFORM_LOG: log }
  const rings = (core: CoreLife) =>
    core.events.filter((event) => event.type === 'notice' && event.code === 'timer-rings').length
  const problems: string[] = []
  const first = new CoreLife({ ...place, environment })
  if ((await first.answer(`set a timer for ${timerSeconds} seconds`)) !== 'done') problems.push('no timer was set')
  const from = first.events.length
  first.ask('set the volume to 40')
  if ((await first.until((event) => event.type === at, from)) === undefined) problems.push(`"${at}" never came`)
  await first.kill()
  const startedAtMs = performance.now()
  const second = new CoreLife({ ...place, environment })
  const outcome = await second.answer('what time is it')
  if (!(await second.untilItHears())) problems.push('it hears nothing')
  const readyMs = performance.now() - startedAtMs
  const { processorMs } = second
  if (outcome !== 'done') problems.push('the next request was not answered')
  if (rings(first) === 0)
    await second.until((event) => event.type === 'notice' && event.code === 'timer-rings', 0, longestRingMs)
  const rung = rings(first) + rings(second)
  if (rung !== 1) problems.push(`the timer rang ${rung} times`)
  await second.kill()
  if (countActions(log) > 1) problems.push(`done ${countActions(log)} times`)
  return { name: `core killed at ${at}`, readyMs, processorMs, outcome: 'killed', problems }
}

/** A model server of the user dies in the middle of an answer: the turn ends, commands go on, and the next server answers. */
export async function killModelServer(place: CorePlace): Promise<FaultReport> {
  const serve = async (wanted: number) => {
    const child = fork(server, [String(wanted)], { stdio: 'ignore' })
    const [port] = (await once(child, 'message')) as [number]
    return { child, port }
  }
  const problems: string[] = []
  const { child, port } = await serve(0)
  const environment = {
    ...place.environment,
    SAM_PLATFORM: 'recording',
    SAM_LOCAL_LLM_URL: `http://127.0.0.1:${port}`,
  }
  const core = new CoreLife({ ...place, environment })
  core.ask('why is the sky blue')
  if ((await core.until((event) => event.type === 'reply-delta')) === undefined) problems.push('nothing was answered')
  child.kill('SIGKILL')
  const killedAtMs = performance.now()
  const end = await core.until((event) => event.type === 'turn-finished')
  const outcome = end?.type === 'turn-finished' ? end.outcome : 'not over'
  if ((await core.answer('what time is it')) !== 'done') problems.push('the next command was not carried out')
  const readyMs = performance.now() - killedAtMs
  const next = await serve(port)
  if ((await core.answer('why is the grass green')) !== 'done') problems.push('the next server was not asked')
  await core.kill()
  next.child.kill('SIGKILL')
  return { name: 'model server killed in the middle of an answer', readyMs, outcome, problems }
}
