/** What the window may do. The page is trusted only as far as its origin: the core on this machine. */
export interface WindowPolicy {
  /** The origin of the panel that is shown now. */
  setPanel(url: string): void
  mayNavigate(url: string): boolean
  /** Where anything in the window may be loaded from: the core, by HTTP or socket, and what needs no network. */
  mayLoad(url: string): boolean
  /** Electron's names of permissions; everything but the panel's microphone is refused. */
  mayUse(permission: string, requestingUrl: string, mediaTypes?: readonly string[]): boolean
}

function originOf(url: string): string | undefined {
  try {
    return new URL(url).origin
  } catch {
    return undefined
  }
}

export function createWindowPolicy(): WindowPolicy {
  let panelOrigin: string | undefined
  const isPanel = (url: string) => panelOrigin !== undefined && originOf(url) === panelOrigin
  return {
    setPanel(url) {
      panelOrigin = originOf(url)
    },
    mayNavigate: isPanel,
    mayLoad: (url) => /^(?:data|blob|devtools):/.test(url) || isPanel(url.replace(/^ws:/, 'http:')),
    mayUse: (permission, requestingUrl, mediaTypes) =>
      permission === 'media' && isPanel(requestingUrl) && (mediaTypes ?? []).every((type) => type === 'audio'),
  }
}
