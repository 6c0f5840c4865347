// Rings the timers of the home in argv[2] as a process of its own, says each on a line, and ends when told to on stdin.
import { systemClock } from '../../../../src/core/clock.ts'
import { silentLogger } from '../../../../src/core/log.ts'
import { createMemoryStores } from '../../../../src/memory/memory-stores.ts'
import { createMachineClock } from '../../../../src/tools/scheduler/machine-clock.ts'
import { createScheduler } from '../../../../src/tools/scheduler/scheduler.ts'

const memory = createMemoryStores(process.argv[2] ?? '')
const dies = process.argv[3] === 'dies-while-ringing'
const scheduler = createScheduler({
  timers: memory.timers,
  clock: systemClock,
  machine: createMachineClock(),
  logger: silentLogger,
  async onRing(ring) {
    process.stdout.write(`${ring.missed ? 'missed' : 'rang'} ${ring.timer.name}\n`)
    if (dies) await new Promise(() => undefined)
  },
})
scheduler.start()
process.stdout.write('ready\n')
process.stdin.on('end', () => {
  scheduler.stop()
  memory.database.close()
  process.exit(0)
})
process.stdin.resume()
