import type { SystemPort } from '../../tools/platform/port.ts'

/** Why no training begins by itself now; undefined when it may. */
export async function whyNotNow(system: Pick<SystemPort, 'battery'>, signal: AbortSignal): Promise<string | undefined> {
  const { state } = await system.battery(signal)
  // A machine that cannot tell may be running down: it trains when it is asked to.
  if (state === 'unknown') return 'Whether this machine is on power cannot be told.'
  return state === 'discharging' ? 'This machine runs on its battery.' : undefined
}
