import { SamError } from '../../core/errors.ts'

const lookEveryMs = 500

/**
 * Long work over the network that ends as soon as the user turns SAM offline; what is there of it stays.
 * @param work calls `look` whenever something arrives
 * @throws SamError `offline`, and what the work throws
 */
export async function untilOffline<Result>(
  source: { readonly offline: boolean },
  signal: AbortSignal,
  work: (signal: AbortSignal, look: () => void) => Promise<Result>,
): Promise<Result> {
  const turnedOff = new AbortController()
  let lookedAtMs = performance.now()
  const look = () => {
    if (performance.now() - lookedAtMs < lookEveryMs) return
    lookedAtMs = performance.now()
    if (source.offline) turnedOff.abort()
  }
  try {
    return await work(AbortSignal.any([signal, turnedOff.signal]), look)
  } catch (thrown) {
    if (!turnedOff.signal.aborted) throw thrown
    throw new SamError('offline', 'You turned me offline, so I stopped fetching. What is here already stays.', {
      remedy: 'Turn the offline switch off on the page Privacy, then go on.',
      cause: thrown,
    })
  }
}
