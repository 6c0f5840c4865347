/**
 * Headers of every answer. The page may load code, styles and workers only from its own origin, connect only to its own
 * socket, and be framed by nobody; nothing inline runs.
 */
export function securityHeaders(origin: string): Record<string, string> {
  const socket = origin.replace('http:', 'ws:')
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${socket}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]
  return {
    'Content-Security-Policy': policy.join('; '),
    'Permissions-Policy': 'microphone=(self), camera=(), geolocation=(), display-capture=(), usb=(), payment=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  }
}
