import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createDatabase } from '../../../memory/database.ts'

const writer = fileURLToPath(new URL('./writer.ts', import.meta.url))
/** Some kills fall into the start, some into the middle of a batch. */
const longestLifeMs = 400

/** What is wrong after each kill; all zero where nothing is. */
export interface KillReport {
  kills: number
  accepted: number
  lost: number
  duplicates: number
  damaged: number
}

/** Kills a writing process at random moments and looks what is left; the next one repeats its last batches. */
export async function killWriters(home: string, kills: number): Promise<KillReport> {
  const report: KillReport = { kills, accepted: 0, lost: 0, duplicates: 0, damaged: 0 }
  for (let kill = 0; kill < kills; kill += 1) {
    const from = Math.max(0, report.accepted - 100)
    report.accepted = Math.max(report.accepted, await writeUntilKilled(home, from))
    const database = createDatabase(home)
    const connection = database.connection()
    const count = (what: string) => connection.prepare(`SELECT ${what} FROM turns`).pluck().get() as number
    report.lost += Math.max(0, report.accepted - count('count(DISTINCT external_id)'))
    report.duplicates += count('count(*) - count(DISTINCT external_id)')
    if (connection.pragma('integrity_check', { simple: true }) !== 'ok') report.damaged += 1
    database.close()
  }
  return report
}

/** Answers the number below which everything was accepted. */
function writeUntilKilled(home: string, from: number): Promise<number> {
  const child = spawn(process.execPath, [writer, home, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
    // It lives for a while from its first word, so that slow machines kill writers and not starts.
    if (said === String(chunk)) setTimeout(() => child.kill('SIGKILL'), Math.random() * longestLifeMs)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve(Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1) ?? from) || from))
  })
}
