import { loadConfig } from '../../core/config.ts'
import { projectRoot } from '../../core/paths.ts'
import { createModelStore, type DiskModelStore } from '../../models/store.ts'

/** Where models are, and whether there may be network. */
export interface ModelStorePlace {
  home: string
  modelsFolder: string
  environment: Record<string, string | undefined>
  /** `--offline`; the settings may say so too. */
  offline: boolean
}

/** `--offline`, or `offline: true` in the settings. */
export function isOffline({ offline, home }: Pick<ModelStorePlace, 'offline' | 'home'>): boolean {
  return offline || loadConfig(home).offline
}

/** The model store as commands and looks at the machine see it. */
export function modelStore(place: ModelStorePlace): DiskModelStore {
  const { environment, modelsFolder } = place
  return createModelStore({ root: modelsFolder, projectRoot, environment, offline: isOffline(place) })
}
