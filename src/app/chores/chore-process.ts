import os from 'node:os'
import { systemClock } from '../../core/clock.ts'
import { SamError, toSamError } from '../../core/errors.ts'
import { keepHeapSmall } from '../../core/small-heap.ts'
import { checkCount, look } from '../doctor/look.ts'
import { judgeCategories } from '../memory/judge-categories.ts'
import { openHistory } from '../memory/open-history.ts'
import type { DoctorFinding } from '../server/requests/doctor-requests.ts'
import type { RequestProgress } from '../server/requests/request-progress.ts'
import { addCheckedVoice, checkVoice } from '../voices/add-voice.ts'
import type { Chore, ChoreOf, ChoreResults, FromChore } from './chore.ts'
import { learnNow } from './night.ts'
import { scrape } from './scrape.ts'
import { learnVoice, scoreWake, trainWake } from './wake.ts'

// The entry of the process that does one chore: SAM goes on hearing meanwhile, and a file that breaks its reader breaks only this.
const stopped = new AbortController()
const progressStepMs = 100

function send(message: FromChore): void {
  process.send?.(message)
}

async function importFiles({ home, source, files }: ChoreOf<'import'>): Promise<ChoreResults['import']> {
  keepHeapSmall()
  // Hearing and speaking go first.
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL)
  const opened = openHistory(home)
  const failures: ChoreResults['import']['failures'] = []
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  let [bytesDone, bytesOfFile] = [0, 0]
  const run = opened.history.start(source, {
    signal: stopped.signal,
    onProgress({ readBytes, totalBytes }) {
      // What comes out of an archive is more than the archive: it counts by its share.
      tell({ done: Math.round(bytesDone + (bytesOfFile * readBytes) / Math.max(1, totalBytes)), total })
    },
    onFailure: (error) => failures.push(error.toJSON()),
  })
  try {
    for (const { file, bytes } of files) {
      bytesOfFile = bytes
      await run.add(file).catch((thrown: unknown) => {
        const error = toSamError(thrown)
        if (error.kind === 'cancelled' || error.code.startsWith('database-')) throw error
        failures.push(error.toJSON())
      })
      bytesDone += bytes
    }
    await run.judge((done, total) => send({ progress: { done, total, phase: 'judging' } }))
    const report = run.report()
    return { failures, ...(report === undefined ? {} : { report }) }
  } finally {
    run.close()
    opened.close()
  }
}

let toldAtMs = Number.NEGATIVE_INFINITY
function tell(progress: RequestProgress): void {
  const nowMs = systemClock.nowMs()
  if (nowMs - toldAtMs < progressStepMs) return
  toldAtMs = nowMs
  send({ progress })
}

async function lookAround(place: Extract<Chore, { kind: 'doctor' }>): Promise<DoctorFinding[]> {
  const findings: DoctorFinding[] = []
  let done = 0
  send({ progress: { done, total: checkCount } })
  for await (const found of look({ ...place, environment: process.env, signal: stopped.signal })) {
    findings.push(...found)
    done += 1
    send({ progress: { done, total: checkCount } })
  }
  return findings
}

function work(chore: Chore): Promise<ChoreResults[keyof ChoreResults]> {
  switch (chore.kind) {
    case 'import':
      return importFiles(chore)
    case 'judge-categories':
      return judgeCategories(chore.home, {
        signal: stopped.signal,
        onProgress: (done, total) => send({ progress: { done, total, phase: 'judging' } }),
      }).then(() => null)
    case 'check-voice':
      return checkVoice(chore).then(({ prepared }) => prepared.facts)
    case 'add-voice':
      return checkVoice(chore).then((checked) => addCheckedVoice(checked, chore))
    case 'scrape':
      return scrape(chore, { signal: stopped.signal, tell })
    case 'doctor':
      return lookAround(chore)
    case 'night':
      return learnNow(chore, { signal: stopped.signal, tell })
    case 'train-wake':
      return trainWake(chore, { signal: stopped.signal, tell })
    case 'learn-owner-voice':
      return learnVoice(chore)
    case 'score-wake':
      return scoreWake(chore)
  }
}

process.once('message', async (chore: Chore) => {
  process.on('message', () => stopped.abort(new SamError('cancelled', 'Cancelled.', { kind: 'cancelled' })))
  // SAM is gone, and nobody waits for the answer.
  process.once('disconnect', () => process.exit())
  try {
    send({ result: await work(chore) })
  } catch (thrown) {
    send({ error: toSamError(thrown).toJSON() })
  }
  process.removeAllListeners('disconnect')
  process.disconnect?.()
})
