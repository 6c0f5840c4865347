import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { workerEnvironment } from '../../../core/compile-cache.ts'
import type { StampedEvent } from '../../../core/events.ts'

const entry = new URL('./core-life-process.ts', import.meta.url)

export interface CorePlace {
  home: string
  modelsFolder: string
  environment: Record<string, string | undefined>
}

/** A core in a process of its own. */
export class CoreLife {
  readonly events: StampedEvent[] = []
  /** It hears, understands and speaks. */
  hears = false
  /** What its process took of one core up to its last event. */
  processorMs = 0
  private readonly child: ChildProcess
  private readonly listeners = new Set<() => void>()

  constructor({ home, modelsFolder, environment }: CorePlace) {
    this.child = fork(entry, [home, modelsFolder], { env: workerEnvironment(environment), stdio: 'ignore' })
    this.child.on('message', (message) => {
      const { event, processor } = message as { event?: StampedEvent; processor: NodeJS.CpuUsage }
      if (event === undefined) this.hears = true
      else this.events.push(event)
      this.processorMs = (processor.user + processor.system) / 1000
      for (const listener of this.listeners) listener()
    })
  }

  ask(text: string): void {
    this.child.send(text)
  }

  /** Resolves with the first such event from the given one on; undefined when there is none in time. */
  async until(isIt: (event: StampedEvent) => boolean, from = 0, withinMs = 60_000): Promise<StampedEvent | undefined> {
    const found = () => this.events.slice(from).find(isIt)
    await this.wait(() => found() !== undefined, withinMs)
    return found()
  }

  /** Resolves when it hears; false when it does not in time. */
  async untilItHears(withinMs = 60_000): Promise<boolean> {
    await this.wait(() => this.hears, withinMs)
    return this.hears
  }

  /** Asks, and resolves with the outcome. */
  async answer(text: string): Promise<string> {
    const from = this.events.length
    this.ask(text)
    const end = await this.until((event) => event.type === 'turn-finished', from)
    return end?.type === 'turn-finished' ? end.outcome : 'not answered'
  }

  private async wait(isSo: () => boolean, withinMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => {
      if (isSo()) resolve()
    }
    this.listeners.add(look)
    const late = setTimeout(resolve, withinMs)
    look()
    await promise
    clearTimeout(late)
    this.listeners.delete(look)
  }

  /** As the kernel ends what runs away. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await gone
  }
}
