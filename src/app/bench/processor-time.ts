import type { SpeechWorker } from '../speech-worker/speech-worker.ts'

/** Processor time of this process and of the speech worker together, in milliseconds of one core. */
export async function processorMs(worker?: SpeechWorker): Promise<number> {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000 + (worker === undefined ? 0 : (await worker.usage()).cpuMs)
}

/** What `work` costs in processor time. */
export async function costOf(work: () => Promise<unknown>, worker?: SpeechWorker): Promise<number> {
  const before = await processorMs(worker)
  await work()
  return (await processorMs(worker)) - before
}
