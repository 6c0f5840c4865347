import { contextBridge, ipcRenderer } from 'electron'

/** The only calls between the shell and the page; see the type `SamShell` of the panel. */
contextBridge.exposeInMainWorld('samShell', {
  onToggleTalk(listener: () => void) {
    ipcRenderer.on('toggle-talk', () => listener())
  },
})
