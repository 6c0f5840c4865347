import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ensurePanelBuilt, hashPanelSources, panelSources } from '../../../src/app/server/panel-build.ts'
import { startOnOneOf, startPanelServer } from '../../../src/app/server/panel-server.ts'
import { createPanelSpeech } from '../../../src/app/server/panel-speech.ts'
import { projectRoot } from '../../../src/core/paths.ts'
import { ScriptedEngine } from '../../e2e/scripted-engine.ts'
import { startServer, temporaryFolder } from './fixtures.ts'

/** The page's sources, in a place where a test may change them. */
function copyOfSources(): string {
  const root = temporaryFolder()
  for (const source of panelSources) {
    fs.cpSync(path.join(projectRoot, source), path.join(root, source), { recursive: true })
  }
  fs.symlinkSync(path.join(projectRoot, 'node_modules'), path.join(root, 'node_modules'))
  fs.writeFileSync(path.join(root, 'package.json'), '{"type":"module"}')
  return root
}

describe('building the panel', () => {
  test('it is built once, again only after a change, and its first view fits in 400 KB', async () => {
    const root = copyOfSources()
    const first = await ensurePanelBuilt(root)
    expect(first.built).toBe(true)
    const html = fs.readFileSync(path.join(first.folder, 'index.html'), 'utf8')
    expect(html).not.toMatch(/<script(?![^>]*src=)/)
    expect(html).not.toMatch(/<style|style=|onload=/)
    const { gzipSync } = await import('node:zlib')
    const files = fs
      .readdirSync(path.join(first.folder, 'assets'))
      .map((name) => path.join(first.folder, 'assets', name))
    // Whatever the first view imports is named in its document; pages are loaded when they are opened.
    const firstView = files.filter((file) => html.includes(path.basename(file)))
    expect(firstView.length).toBeGreaterThan(1)
    expect(files.some((file) => path.basename(file).startsWith('memory-page') && !firstView.includes(file))).toBe(true)
    const bytes = firstView.reduce((sum, file) => sum + gzipSync(fs.readFileSync(file)).length, 0)
    expect(bytes).toBeLessThan(400 * 1024)
    // Also under a test runner it is the build for users, without React's checks for developers.
    expect(files.some((file) => fs.readFileSync(file, 'utf8').includes('deprecated in plain JavaScript'))).toBe(false)

    expect((await ensurePanelBuilt(root)).built).toBe(false)
    fs.appendFileSync(path.join(root, 'src/app/panel/style/panel.css'), '\n.extra { color: red; }\n')
    expect((await ensurePanelBuilt(root)).built).toBe(true)
    expect(fs.readdirSync(path.join(root, 'dist'))).toEqual(['panel'])
  })

  test('a source that does not compile is an error that leaves the old page alone', async () => {
    const root = copyOfSources()
    fs.writeFileSync(path.join(root, 'src/app/panel/main.tsx'), 'this is not a program (')
    await expect(ensurePanelBuilt(root)).rejects.toMatchObject({ code: 'panel-build-failed' })
    expect(fs.existsSync(path.join(root, 'dist', 'panel'))).toBe(false)
  })

  test('the hash follows names and contents', () => {
    const root = copyOfSources()
    const before = hashPanelSources(root)
    const file = path.join(root, 'src/app/panel/icon.svg')
    fs.renameSync(file, path.join(root, 'src/app/panel/icon2.svg'))
    expect(hashPanelSources(root)).not.toBe(before)
  })

  test('a server without a page, or on a taken port, says what to do', async () => {
    const running = await startServer()
    const parts = { engine: new ScriptedEngine(), desk: running.desk.desk, speech: createPanelSpeech() }
    await expect(startPanelServer({ ...parts, assetsFolder: temporaryFolder(), port: 0 })).rejects.toMatchObject({
      code: 'panel-missing',
      remedy: 'npm run build:panel',
    })
    const { folder } = await ensurePanelBuilt()
    await expect(startPanelServer({ ...parts, assetsFolder: folder, port: running.server.port })).rejects.toMatchObject(
      {
        code: 'port-taken',
        remedy: 'sam start --port 0',
      },
    )
    const other = await startOnOneOf([running.server.port, 0], { ...parts, assetsFolder: folder })
    expect(other.port).not.toBe(running.server.port)
    await other.close()
    await running.server.close()
  })
})
