import type { Llama } from 'node-llama-cpp'
import type { Logger } from '../../core/log.ts'

/** One after the other, since the console is one for all. */
let opening: Promise<unknown> = Promise.resolve()

/** The native library: prebuilt only, never built here. */
export async function openLlama(log: Logger): Promise<Llama> {
  const { getLlama } = await import('node-llama-cpp')
  const opened = opening.then(() =>
    withoutConsole(log, () =>
      getLlama({
        gpu: process.platform === 'darwin' ? 'auto' : false,
        build: 'never',
        skipDownload: true,
        progressLogs: false,
        maxThreads: 0,
        // stdout belongs to results
        logger: (level, message) => log.debug(message.trim(), { level }),
      }),
    ),
  )
  opening = opened.catch(() => undefined)
  return opened
}

/**
 * The library tries its binary in a process of its own, and where that one fails (Ctrl-C reaches it, too) it writes a stack to the console
 * beside throwing. Whoever opens it tells what went wrong; its own words are for the log.
 */
async function withoutConsole<Result>(log: Logger, work: () => Promise<Result>): Promise<Result> {
  const { error, warn } = console
  const quiet = (...parts: unknown[]) => log.debug(parts.map(String).join(' '))
  Object.assign(console, { error: quiet, warn: quiet })
  try {
    return await work()
  } finally {
    Object.assign(console, { error, warn })
  }
}
