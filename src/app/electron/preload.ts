import { contextBridge, ipcRenderer } from 'electron'
import type { PageAnswer, PageRequest, ShellState } from './window/page-bridge.ts'

// Imports above are types only: a sandboxed preload stays this small.
const requestChannel = 'sam-request'
const stateChannel = 'sam-state'

/** The only calls between the shell and the page; see the type `SamShell` of the panel. */
contextBridge.exposeInMainWorld('samShell', {
  onToggleTalk(listener: () => void) {
    ipcRenderer.on('toggle-talk', () => listener())
  },
  request: (request: PageRequest): Promise<PageAnswer> => ipcRenderer.invoke(requestChannel, request),
  onState(listener: (state: ShellState) => void) {
    ipcRenderer.on(stateChannel, (_event, state: ShellState) => listener(state))
  },
})

navigator.mediaDevices?.addEventListener('devicechange', () => ipcRenderer.send('sound-devices-changed'))
