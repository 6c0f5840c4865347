const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/**
 * What the window shows while the core does not run, as an address without any script. Leaving the panel's page lets go of the
 * microphone, whatever that page was doing.
 */
export function downPage(reason: string): string {
  const text = reason.replace(/[&<>"']/g, (sign) => escapes[sign] ?? '')
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="color-scheme" content="light dark"><title>SAM</title><style>body{font:13px/1.5 system-ui;padding:24px}</style><h1>SAM is not running</h1><p role="alert">${text}</p><p>The microphone is off. Nothing that was under way is done again.</p></html>`
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`
}
