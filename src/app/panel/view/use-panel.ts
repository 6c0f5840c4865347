import { useSyncExternalStore } from 'react'
import type { PanelState, PanelStore } from '../model/panel-store.ts'

export function usePanelState(store: PanelStore): PanelState {
  return useSyncExternalStore(store.subscribe, store.state)
}
