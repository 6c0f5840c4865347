const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** What the window shows while the core does not run. */
export const downPage = (reason: string) =>
  pageWithoutPanel('SAM is not running', reason, 'The microphone is off. Nothing that was under way is done again.')

/** What it shows while another user is at the Mac. */
export const awayPage = () =>
  pageWithoutPanel('SAM waits', 'Another user is at the Mac.', 'The microphone is off. SAM goes on when you are back.')

/**
 * An address that is a page without any script. Leaving the panel's page lets go of the microphone, whatever that page was
 * doing.
 */
function pageWithoutPanel(title: string, reason: string, rest: string): string {
  const text = reason.replace(/[&<>"']/g, (sign) => escapes[sign] ?? '')
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="color-scheme" content="light dark"><title>SAM</title><style>body{font:13px/1.5 system-ui;padding:24px}</style><h1>${title}</h1><p role="alert">${text}</p><p>${rest}</p></html>`
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`
}
