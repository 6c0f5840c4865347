/** What training by night asks of the machine. */
export interface MachineRest {
  /** Whether it runs on its battery; undefined where the machine does not tell, as most without a battery. */
  onBattery(signal: AbortSignal): Promise<boolean | undefined>
  /** Seconds since somebody last touched keyboard, mouse or terminal; undefined where the machine does not tell. */
  idleSeconds(signal: AbortSignal): Promise<number | undefined>
  /** Processes that want to run, for each core, over the last five minutes. */
  loadPerCore(): number
}

export type TrainingHindrance = 'on-battery' | 'in-use' | 'busy'

/** As long nobody touched anything. */
export const restSeconds = 20 * 60
const mostLoadPerCore = 0.6

/** Why the machine should not train now; undefined when it may. */
export async function trainingHindrance(
  rest: MachineRest,
  signal: AbortSignal,
): Promise<TrainingHindrance | undefined> {
  if ((await rest.onBattery(signal)) === true) return 'on-battery'
  const idleSeconds = await rest.idleSeconds(signal)
  if (idleSeconds !== undefined && idleSeconds < restSeconds) return 'in-use'
  return rest.loadPerCore() > mostLoadPerCore ? 'busy' : undefined
}
