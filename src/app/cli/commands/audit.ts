import { createMemoryStores } from '../../../memory/memory-stores.ts'
import type { AuditRow } from '../../../memory/ports.ts'
import { defineCommand } from '../command.ts'
import { parseMoment } from '../moment.ts'

const localTime = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' })

function record(row: AuditRow) {
  const { type, at, ...rest } = row
  return { ...rest, type: `audit-${type}`, at: at.toISOString() }
}

function words(row: AuditRow): string {
  const time = localTime.format(row.at)
  if (row.type === 'egress') {
    return `${time}  ${row.decision.padEnd(8)} ${row.bytes} bytes to ${row.destination} (${row.purpose}; ${row.by})`
  }
  const what = row.summary === '' ? `${row.tool} ${JSON.stringify(row.input)}` : `${row.tool}: ${row.summary}`
  return `${time}  ${row.decision.padEnd(8)} ${what} (${row.by}; ${row.result})`
}

export const command = defineCommand({
  name: 'audit',
  summary: 'everything SAM did, was refused, or sent off this machine',
  options: {
    since: { type: 'text', value: 'time', summary: 'only from then on: 2h, 3d, today, 2026-01-31, 2026-01-31T09:30' },
    limit: { type: 'integer', value: 'count', minimum: 1, default: 1000, summary: 'at most the newest that many' },
  },
  examples: ['sam audit --since today', 'sam audit --since 2h --json'],
  async run({ output, home }, { options: { since, limit } }) {
    const memory = createMemoryStores(home)
    try {
      const from = since === undefined ? {} : { since: parseMoment(since, new Date()) }
      const rows = memory.audit.list({ ...from, limit })
      if (rows.length === 0) output.say('Nothing yet.')
      for (const row of rows) output.emit(record(row), () => words(row))
      return 0
    } finally {
      memory.database.close()
    }
  },
})
