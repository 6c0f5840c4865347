import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { writeWhole } from '../../core/files/write-whole.ts'
import { handOverPath, nonceHeader, proofOf, sameSecret } from './http-handler.ts'

const publishedSchema = z.object({
  pid: z.number().int().positive(),
  port: z.number().int().min(1).max(65_535),
  secret: z.string().min(16),
})

const answerSchema = z.object({ url: z.url(), pid: z.number().int(), proof: z.string() })

/** The one engine of this SAM_HOME. */
export interface HeldInstance {
  kind: 'held'
  /** Tells later commands where the panel is. */
  publish(address: { port: number; secret: string }): void
  release(): void
}

/** Another process is the engine; it was asked to show its panel. */
export interface OtherInstance {
  kind: 'running'
  pid: number
  /** A fresh one-time address of its panel. */
  url: string
}

/**
 * Becomes the engine of a home, or finds the one that runs.
 *
 * The claim is an exclusive lock of the operating system on `instance.lock` (through SQLite), so it ends with the process
 * however that ends: a stale lock cannot exist, and two that start at once cannot both win. `instance.json` (readable by
 * this user only) says where the winner's panel is and the secret to prove with who asks.
 * Errors: `instance-unreachable` when the other one holds the home but does not answer within `waitMs`; `instance-lock-failed`.
 */
export async function acquireInstance(home: string, waitMs = 15_000): Promise<HeldInstance | OtherInstance> {
  fs.mkdirSync(home, { recursive: true, mode: 0o700 })
  const until = performance.now() + waitMs
  for (;;) {
    const lock = tryLock(path.join(home, 'instance.lock'))
    if (lock) return hold(lock, path.join(home, 'instance.json'))
    const other = await askRunning(home)
    if (other) return other
    if (performance.now() > until) {
      throw new SamError('instance-unreachable', 'SAM is already running with this home, but it does not answer.', {
        remedy: 'Quit the other SAM, or wait until it has finished starting, and try again.',
      })
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Asks the running engine of a home for a fresh address of its panel; undefined when none answers. */
export async function askRunning(home: string): Promise<OtherInstance | undefined> {
  const published = readPublished(path.join(home, 'instance.json'))
  if (published === undefined) return undefined
  const { port, secret } = published
  const nonce = randomBytes(16).toString('base64url')
  try {
    const response = await fetch(`http://127.0.0.1:${port}${handOverPath}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${proofOf(secret, nonce, handOverPath)}`, [nonceHeader]: nonce },
      signal: AbortSignal.timeout(3000),
    })
    if (!response.ok) return undefined
    const { url, pid, proof } = answerSchema.parse(await response.json())
    return sameSecret(proof, proofOf(secret, nonce, url)) ? { kind: 'running', pid, url } : undefined
  } catch {
    // Refused, silent or not SAM: whoever wrote the file is gone.
    return undefined
  }
}

function readPublished(file: string): z.infer<typeof publishedSchema> | undefined {
  try {
    return publishedSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

function tryLock(file: string): Database.Database | undefined {
  let database: Database.Database | undefined
  try {
    database = new Database(file, { timeout: 0 })
    database.pragma('locking_mode = EXCLUSIVE')
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (cause) {
    database?.close()
    if ((cause as { code?: string }).code === 'SQLITE_BUSY') return undefined
    throw new SamError('instance-lock-failed', `${file} cannot be locked: ${(cause as Error).message}`, {
      cause,
      remedy: 'Name a folder of your own with SAM_HOME, or make this one yours.',
    })
  }
}

function hold(lock: Database.Database, file: string): HeldInstance {
  // What a crashed engine left behind would lead others to a port that is no longer ours.
  fs.rmSync(file, { force: true })
  return {
    kind: 'held',
    publish({ port, secret }) {
      writeWhole(file, JSON.stringify({ pid: process.pid, port, secret }))
    },
    release() {
      if (!lock.open) return
      fs.rmSync(file, { force: true })
      lock.close()
    },
  }
}
