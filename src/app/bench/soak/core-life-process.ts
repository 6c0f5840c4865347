import { silentLogger } from '../../../core/log.ts'
import { createSam } from '../../sam.ts'

// SAM's core in a process of its own, to be killed: requests come in as messages, events go out.
const [home = '', modelsFolder = ''] = process.argv.slice(2)
const environment = process.env
const sam = await createSam({ home, modelsFolder, environment, offline: false, logger: silentLogger })
const session = sam.openSession({ pace: 'live', wakeRequired: true, echoFree: true })
sam.hub.subscribe((event) => process.send?.({ event, processor: process.cpuUsage() }))
sam.tools.scheduler.start()
sam
  .readyToHear()
  .then(() => process.send?.({ hears: true, processor: process.cpuUsage() }))
  .catch(() => undefined)
process.on('message', (text) => void session.submitText(String(text)))
process.on('disconnect', () => process.exit(0))
