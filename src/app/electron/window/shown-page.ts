import type { ShellPort } from '../shell-port.ts'
import { awayPage, downPage } from './page-without-panel.ts'
import { createReloading } from './reloading.ts'
import type { WindowPolicy } from './window-policy.ts'

/** What the window holds: the core's panel while one runs and the user is here, or else a page that says why not. */
export interface ShownPage {
  /** A core runs, and its panel is at this address. */
  open(url: string): void
  /** No core runs. A panel that stayed would hold the microphone for nobody, and could send a request of before to the next core. */
  close(reason: string): void
  /** A page that is only told to be silent still holds the microphone, which another user of the Mac needs. */
  setElsewhere(elsewhere: boolean): void
  /** The page ended without being asked to. */
  reload(): void
}

export function createShownPage(port: Pick<ShellPort, 'loadPanel'>, policy: Pick<WindowPolicy, 'setPanel'>): ShownPage {
  const reloading = createReloading()
  /** Address of the panel for the next time it is loaded; undefined while no core runs. */
  let panelUrl: string | undefined
  let elsewhere = false
  const load = () => {
    if (panelUrl === undefined || elsewhere) return
    port.loadPanel(panelUrl)
    // The token in it is used up now; the cookie that it was traded for stays.
    panelUrl = new URL('/', panelUrl).href
  }
  return {
    open(url) {
      panelUrl = url
      policy.setPanel(url)
      load()
    },
    close(reason) {
      panelUrl = undefined
      port.loadPanel(downPage(reason))
    },
    setElsewhere(next) {
      if (next === elsewhere) return
      elsewhere = next
      if (!elsewhere) load()
      else if (panelUrl !== undefined) port.loadPanel(awayPage())
    },
    reload() {
      if (panelUrl === undefined || elsewhere) return
      if (reloading.mayReload()) load()
      else port.loadPanel(downPage('The panel ended again and again. Quit SAM and start it again.'))
    },
  }
}
