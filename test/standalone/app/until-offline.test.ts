import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { untilOffline } from '../../../src/app/models/until-offline.ts'
import { createHttpDownload } from '../../../src/models/fetch/http-download.ts'

it('a download ends when the user turns SAM offline, says so, and what is there of it stays', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-offline-'))
  // Never ends by itself.
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'Content-Length': String(1e9) })
    const drip = setInterval(() => response.write(Buffer.alloc(1024)), 10)
    response.on('close', () => clearInterval(drip))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    fs.rmSync(folder, { recursive: true, force: true })
  })
  const source = { offline: false }
  const file = path.join(folder, 'model')
  const fetched = untilOffline(source, new AbortController().signal, (signal, look) =>
    createHttpDownload()({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      file,
      maximumBytes: 2e9,
      signal,
      onBytes(received) {
        look()
        if (received > 4096) source.offline = true
      },
    }),
  )
  await expect(fetched).rejects.toMatchObject({ code: 'offline' })
  expect(fs.statSync(`${file}.part`).size).toBeGreaterThan(4096)
})
