/**
 * The launcher gives Node a folder for compiled code (NODE_COMPILE_CACHE), which saves a third of the start-up time. The
 * variable must not reach the programs that SAM opens for the user, and must reach SAM's own workers.
 */
let folder: string | undefined

/** Takes the variable out of the environment; this process keeps using the cache. */
export function forgetCompileCache(environment: Record<string, string | undefined>): void {
  folder = environment['NODE_COMPILE_CACHE'] ?? folder
  delete environment['NODE_COMPILE_CACHE']
}

/** The environment for a worker process of SAM itself (`fork`). */
export function workerEnvironment(
  environment: Record<string, string | undefined> = process.env,
): Record<string, string | undefined> {
  return folder === undefined ? environment : { ...environment, NODE_COMPILE_CACHE: folder }
}
