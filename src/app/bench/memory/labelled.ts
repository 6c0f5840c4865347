import path from 'node:path'
import { createMemoryStores } from '../../../memory/memory-stores.ts'
import type { Embedder } from '../../../memory/ports.ts'
import { createRecallService } from '../../../memory/recall/recall-service.ts'
import type { LabelledConversation } from './sentences.ts'

/** How much of the evidence is found: among the first 5 and 10 hits, and the mean reciprocal rank of the first. */
export async function findEvidence(folder: string, conversations: readonly LabelledConversation[], embedder: Embedder) {
  let [asked, at5, at10, reciprocal] = [0, 0, 0, 0]
  for (const [number, { turns, questions }] of conversations.entries()) {
    const memory = createMemoryStores(path.join(folder, String(number)))
    const recall = createRecallService(memory.database, async () => embedder)
    memory.turns.addMany(turns)
    await recall.catchUp()
    for (const { question, evidence } of questions) {
      const { hits } = await recall.search({ query: question, limit: 10, kinds: ['turn'] })
      const ids = hits.map(({ id }) => id)
      const share = (limit: number) =>
        evidence.filter((id) => ids.slice(0, limit).includes(id)).length / evidence.length
      const first = ids.findIndex((id) => evidence.includes(id))
      asked += 1
      at5 += share(5)
      at10 += share(10)
      reciprocal += first < 0 ? 0 : 1 / (first + 1)
    }
    memory.database.close()
  }
  return { questions: asked, recallAt5: at5 / asked, recallAt10: at10 / asked, reciprocalRank: reciprocal / asked }
}
