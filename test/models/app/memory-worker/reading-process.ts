import { MemoryWorker } from '../../../../src/app/memory-worker/memory-worker.ts'
import { sentenceModelFiles } from '../../../../src/app/models/sentence-model.ts'
import { installedModels } from '../../installed-models.ts'

// A process that ends while meanings are read: `home`, how it ends, and after how many milliseconds.
const [home = '', how = 'close', afterMs = '0'] = process.argv.slice(2)
const worker = new MemoryWorker(() => ({
  home,
  model: sentenceModelFiles(installedModels),
  threads: 1,
  role: 'search',
}))
await worker.embed(['it is loaded'])
const text = 'a long sentence '.repeat(40)
const reading = worker.embed(Array.from({ length: 300 }, (_, index) => `${index} ${text}`)).then(
  () => 'read',
  (error: { code: string }) => error.code,
)
await new Promise((resolve) => setTimeout(resolve, Number(afterMs)))
if (how === 'exit') process.exit(0)
await worker.close()
process.stdout.write(await reading)
