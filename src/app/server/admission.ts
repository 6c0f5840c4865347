import { createHash, randomBytes } from 'node:crypto'

const maximumTokens = 32
const maximumSessions = 256

/** Who may talk to the panel's server: which Host, which Origin, which token, which cookie. Keeps hashes only. */
export interface Admission {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  readonly cookieName: string
  /** A secret for one opening of the panel. Of many unused ones the oldest are forgotten. */
  createToken(): string
  /** Trades an unused token for a session id; undefined for an unknown or used one. */
  redeem(token: string): string | undefined
  hasSession(cookieHeader: string | undefined): boolean
  /** Exactly our address: another name that resolves to this machine (DNS rebinding) is refused. */
  hostAllowed(host: string | undefined): boolean
  originAllowed(origin: string | undefined): boolean
}

const digest = (secret: string) => createHash('sha256').update(secret).digest('base64url')

function remember(set: Set<string>, value: string, most: number): void {
  set.add(value)
  for (const oldest of set) {
    if (set.size <= most) return
    set.delete(oldest)
  }
}

export function createAdmission(port: number): Admission {
  const tokens = new Set<string>()
  const sessions = new Set<string>()
  const authority = `127.0.0.1:${port}`
  const origin = `http://${authority}`
  // Cookies know no ports: the name keeps two instances on one machine apart.
  const cookieName = `sam_${port}`
  return {
    origin,
    cookieName,
    createToken() {
      const token = randomBytes(32).toString('base64url')
      remember(tokens, digest(token), maximumTokens)
      return token
    },
    redeem(token) {
      if (!tokens.delete(digest(token))) return undefined
      const session = randomBytes(32).toString('base64url')
      remember(sessions, digest(session), maximumSessions)
      return session
    },
    hasSession(cookieHeader) {
      for (const pair of (cookieHeader ?? '').split(';')) {
        const at = pair.indexOf('=')
        if (at > 0 && pair.slice(0, at).trim() === cookieName && sessions.has(digest(pair.slice(at + 1).trim())))
          return true
      }
      return false
    },
    hostAllowed: (host) => host === authority,
    originAllowed: (given) => given === origin,
  }
}
