import fs from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { openHistory } from '../../../../src/app/memory/open-history.ts'
import { createDatabase } from '../../../../src/memory/database.ts'
import type { ImportKind } from '../../../../src/memory/imports/history.ts'
import { temporaryFolder } from '../fixtures.ts'

type Extra = Record<string, unknown>

/** A node of ChatGPT's tree. */
export function node(
  id: string,
  parent: string | null,
  role: string,
  text: string,
  atSeconds = 1.7e9,
  extra: Extra = {},
) {
  const content = { content_type: 'text', parts: [text] }
  const message = { id, author: { role }, create_time: atSeconds, content, metadata: {}, recipient: 'all', ...extra }
  return { id, parent, children: [] as string[], message }
}

/** A conversation as ChatGPT exports it; nodes by their ids, each told what its children are. */
export function chat(id: string, nodes: ReturnType<typeof node>[], extra: Extra = {}) {
  const mapping = Object.fromEntries(nodes.map((one) => [one.id, one]))
  for (const { id: child, parent } of nodes) if (parent !== null) mapping[parent]?.children.push(child)
  return {
    id,
    title: `chat ${id}`,
    create_time: 1.7e9,
    update_time: 1.7e9 + 9,
    current_node: nodes.at(-1)?.id,
    mapping,
    ...extra,
  }
}

export const simpleChat = (id: string, words = `hello ${id}`) =>
  chat(id, [node(`${id}-u`, null, 'user', words), node(`${id}-a`, `${id}-u`, 'assistant', `answer to ${words}`)])

/** A home with nothing in it, and what imports do to it. */
export function freshHome() {
  const home = temporaryFolder()
  const write = (name: string, content: unknown) => {
    const file = path.join(home, 'exports', name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content))
    return file
  }
  return {
    home,
    write,
    /** Writes and imports a file; answers the report, and what failed. */
    async bring(kind: ImportKind, content: unknown, name = 'conversations.json') {
      return bringPlace(home, kind, write(name, content))
    },
    place: (kind: ImportKind, place: string) => bringPlace(home, kind, place),
    /** Rows of the database. */
    rows<Row>(sql: string, ...values: (string | number)[]): Row[] {
      const database = createDatabase(home)
      try {
        return database
          .connection()
          .prepare(sql)
          .all(...values) as Row[]
      } finally {
        database.close()
      }
    },
    said(this: { rows<Row>(sql: string): Row[] }) {
      return this.rows<{ text: string }>('SELECT text FROM turns ORDER BY id').map(({ text }) => text)
    },
    quarantine(kind: string) {
      const file = path.join(home, 'quarantine', `${kind}.jsonl`)
      if (!fs.existsSync(file)) return []
      return fs
        .readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { reason?: string; text?: string; item?: string; base64?: string })
    },
    open() {
      const opened = openHistory(home)
      onTestFinished(() => opened.close())
      return opened
    },
  }
}

async function bringPlace(home: string, kind: ImportKind, place: string) {
  const opened = openHistory(home)
  const failures: string[] = []
  const { signal } = new AbortController()
  const run = opened.history.start(kind, { signal, onProgress: () => {}, onFailure: ({ code }) => failures.push(code) })
  try {
    await run.add(place)
    const report = run.report()
    return { report, failures }
  } finally {
    run.close()
    opened.close()
  }
}
