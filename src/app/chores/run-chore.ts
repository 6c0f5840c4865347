import { fork } from 'node:child_process'
import { workerEnvironment } from '../../core/compile-cache.ts'
import { errorOf, SamError } from '../../core/errors.ts'
import { withoutKeys } from '../../core/without-keys.ts'
import type { RequestCall } from '../server/requests/page-requests.ts'
import type { Chore, ChoreOf, ChoreResults, FromChore } from './chore.ts'

const entry = new URL('./chore-process.ts', import.meta.url)
/** What is written at the moment is written to its end. */
const patienceMs = 5000
/** A training ends processes of its own, which keep what they have. */
const nightPatienceMs = 30_000

/** Does a chore in a process of its own, which ends with it. Errors: those of the chore, `cancelled`, `chore-crashed`. */
export function runChore<Kind extends Chore['kind']>(
  chore: ChoreOf<Kind>,
  { signal, onProgress }: RequestCall,
  environment: Record<string, string | undefined>,
): Promise<ChoreResults[Kind]> {
  const { promise, resolve, reject } = Promise.withResolvers<ChoreResults[Kind]>()
  if (signal.aborted) return Promise.reject(signal.reason)
  const child = fork(entry, {
    serialization: 'advanced',
    // SAM's own stdout belongs to results.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // The doctor looks whether there is a key; whatever reads files of others has none to lose.
    env: workerEnvironment(chore.kind === 'doctor' ? environment : withoutKeys(environment)),
  })
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000)
  })
  child.on('message', (message: FromChore) => {
    if ('progress' in message) onProgress(message.progress)
    else if ('error' in message) reject(errorOf(message.error))
    else resolve(message.result as ChoreResults[Kind])
  })
  child.on('error', (cause) => reject(crashed(cause)))
  // After an answer this changes nothing.
  child.on('close', () => reject(crashed(complaint)))
  child.send(chore)
  let impatient: NodeJS.Timeout | undefined
  const cancel = () => {
    if (child.connected) child.send('stop')
    impatient = setTimeout(() => child.kill('SIGKILL'), chore.kind === 'night' ? nightPatienceMs : patienceMs)
  }
  signal.addEventListener('abort', cancel, { once: true })
  child.once('close', () => {
    clearTimeout(impatient)
    signal.removeEventListener('abort', cancel)
  })
  return promise
}

function crashed(cause: unknown): SamError {
  return new SamError('chore-crashed', 'The work ended unexpectedly.', { cause, remedy: 'Try it once more.' })
}
