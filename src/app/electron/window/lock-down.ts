import { app, type Session, session } from 'electron'
import type { WindowPolicy } from './window-policy.ts'

/** The panel may be the panel, and nothing else may be in its window. Before the first window. */
export function lockWindows(policy: WindowPolicy): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!policy.mayNavigate(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => {
      if (!policy.mayNavigate(event.url)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** Only the microphone, only for the panel, and no request to anywhere else. Once Electron is ready. */
export function lockSession(policy: WindowPolicy, locked: Session = session.defaultSession): void {
  locked.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : undefined
    answer(policy.mayUse(permission, details.requestingUrl, mediaTypes))
  })
  locked.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    policy.mayUse(permission, requestingOrigin, details.mediaType === undefined ? undefined : [details.mediaType]),
  )
  locked.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !policy.mayLoad(details.url) }))
}
