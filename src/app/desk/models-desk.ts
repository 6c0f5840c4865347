import os from 'node:os'
import { catalogue, recommendedSet } from '../../models/catalogue.ts'
import type { DiskModelStore } from '../../models/store.ts'
import type { StarterSet } from '../models/starter-set.ts'
import { untilOffline } from '../models/until-offline.ts'
import type { modelsInputs } from '../server/requests/models-requests.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'

export interface ModelsDeskParts {
  models: Pick<DiskModelStore, 'list' | 'pull' | 'verify' | 'remove' | 'freeBytes'>
  modelsFolder: string
  starter: StarterSet
  /** No network, as things are now: `--offline`, or the settings. */
  readonly offline: boolean
}

/** What the Models page asks. */
export function createModelsDesk(
  parts: ModelsDeskParts,
): Pick<RequestHandlers, keyof typeof modelsInputs & keyof RequestHandlers> {
  const { models, modelsFolder, starter } = parts
  // It goes on when the page goes away, and ends with SAM.
  const never = new AbortController().signal
  return {
    'models.list'() {
      const here = new Set(recommendedSet(catalogue, os.totalmem()))
      const listed = models.list()
      const titles = new Map(listed.map(({ entry }) => [entry.id, entry.title]))
      return {
        models: listed.map(({ entry, state, downloadBytes, installedBytes, waitingBytes, lendsTo }) => {
          const { id, title, task, set, licence, minimumMemoryBytes } = entry
          return {
            ...{ id, title, task, set, state, downloadBytes, waitingBytes, licence },
            recommendedHere: here.has(id),
            neededBy: lendsTo.map((borrower) => titles.get(borrower) ?? borrower),
            ...(installedBytes === undefined ? {} : { installedBytes }),
            ...(minimumMemoryBytes === undefined ? {} : { minimumMemoryBytes }),
          }
        }),
        folder: modelsFolder,
        freeBytes: models.freeBytes(),
        offline: parts.offline,
      }
    },
    async 'models.pull'({ id }, { signal, onProgress }) {
      // A damaged one counts as being there until its bytes are read.
      await models.verify([id], { signal })
      await untilOffline(parts, signal, (own, look) =>
        models.pull([id], {
          signal: own,
          onProgress({ receivedBytes, totalBytes, phase }) {
            look()
            onProgress({
              done: receivedBytes,
              total: totalBytes,
              ...(phase === 'verify' || phase === 'convert' ? { phase } : {}),
            })
          },
        }),
      )
      return { id }
    },
    async 'models.verify'({ id }, { signal }) {
      const report = (await models.verify([id], { signal })).find((one) => one.id === id)
      return { id, state: report?.state ?? 'missing', damagedFiles: report?.damagedFiles ?? [] }
    },
    'models.starter': () => starter.state(),
    'models.fetch-starter'() {
      starter.fetch(never).catch(() => undefined)
      return starter.state()
    },
    async 'models.remove'({ id }, { signal }) {
      return { id, ...(await models.remove(id, signal)) }
    },
  }
}
