import type { CatalogueEntry } from '../../models/catalogue/entry.ts'
import type { DiskModelStore } from '../../models/store.ts'

/** The best installed model for a task; the starter's id when none is there, so that its absence is what is told. */
function choose(models: DiskModelStore, wanted: (entry: CatalogueEntry) => boolean): string {
  const fitting = models.list().filter(({ entry }) => wanted(entry))
  const installed = fitting.filter(({ state }) => state === 'installed')
  const recommended = installed.find(({ entry }) => entry.set === 'recommended')
  const starter = fitting.find(({ entry }) => entry.set === 'starter')
  return (recommended ?? starter ?? fitting[0])?.entry.id ?? ''
}

export function languageModelId(models: DiskModelStore): string {
  return choose(models, ({ task, engine }) => task === 'language' && engine === 'llama')
}

export function recognitionModelId(models: DiskModelStore): string {
  return choose(models, ({ task, engine }) => task === 'recognition' && engine === 'sherpa-whisper')
}
