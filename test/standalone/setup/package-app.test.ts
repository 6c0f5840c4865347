import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { builderConfig, isNotarised, updateFeed } from '../../../scripts/package-app/builder-config.ts'
import { drawAppIcon } from '../../../scripts/package-app/draw-app-icon.ts'
import { runtimePackages, stageApp } from '../../../scripts/package-app/stage.ts'
import { projectRoot } from '../../../src/core/paths.ts'

const apiKey = { APPLE_API_KEY: 'a', APPLE_API_KEY_ID: 'b', APPLE_API_ISSUER: 'c' }

describe('packaging the application', () => {
  test('signing and notarising are decided by the environment, and hardened runtime comes with a certificate', () => {
    const plain = builderConfig(apiKey, '45.0.0')
    expect(plain.mac).toMatchObject({ hardenedRuntime: false, notarize: false, identity: '-' })
    const signed = builderConfig({ CSC_NAME: 'Me' }, '45.0.0')
    expect(signed).toMatchObject({ forceCodeSigning: true, mac: { hardenedRuntime: true, notarize: false } })
    expect(signed.mac).not.toHaveProperty('identity')
    expect(isNotarised({ CSC_LINK: 'file', ...apiKey })).toBe(true)
    expect(isNotarised({ CSC_LINK: 'file', APPLE_ID: 'me' })).toBe(false)
  })

  test('it lives in the menu bar only, says why it asks, and helpers get what the application gets', () => {
    const { mac } = builderConfig({}, '45.0.0')
    expect(mac.extendInfo.LSUIElement).toBe(true)
    for (const name of ['Microphone', 'AppleEvents']) {
      expect(mac.extendInfo).toHaveProperty(`NS${name}UsageDescription`, expect.stringMatching(/^SAM .+\.$/))
    }
    expect(mac.target.map(({ target }) => target)).toEqual(['dmg', 'zip'])
    expect(mac.entitlementsInherit).toBe(mac.entitlements)
    const entitlements = fs.readFileSync(path.join(projectRoot, mac.entitlements), 'utf8')
    const granted = [...entitlements.matchAll(/<key>com\.apple\.security\.(.+)<\/key>\s*<true\/>/g)].map(
      ([, name]) => name,
    )
    expect(granted).toEqual(['cs.allow-jit', 'device.audio-input', 'automation.apple-events'])
  })

  test('the list of releases is what Squirrel.Mac reads', () => {
    const feed = updateFeed('1.2.0', 'SAM-1.2.0-arm64 mac.zip', 'https://example.org/sam/', new Date(0))
    expect(feed).toEqual({
      currentRelease: '1.2.0',
      releases: [
        {
          version: '1.2.0',
          updateTo: {
            version: '1.2.0',
            pub_date: '1970-01-01T00:00:00.000Z',
            notes: '',
            name: '1.2.0',
            url: 'https://example.org/sam/SAM-1.2.0-arm64%20mac.zip',
          },
        },
      ],
    })
  })

  test('what is staged is what runs: no tools of developers, no Electron, with the built page and the pinned Node', () => {
    const packages = runtimePackages(projectRoot)
    expect(packages).toEqual(expect.arrayContaining(['node_modules/node', 'node_modules/zod', 'node_modules/ws']))
    for (const left of ['electron', 'menubar', 'vitest', '@biomejs/biome', 'playwright-core'])
      expect(packages).not.toContain(`node_modules/${left}`)

    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-stage-'))
    onTestFinished(() => fs.rmSync(root, { recursive: true, force: true }))
    const put = (name: string, text: string) => {
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
      fs.writeFileSync(path.join(root, name), text)
    }
    const files = [
      'vite.config.ts',
      'src/a.ts',
      'voices/v',
      'bin/sam',
      'scripts/launch',
      'scripts/install/main.mjs',
      'LICENSE',
    ]
    const built = ['docs/licences.md', 'dist/panel/index.html', 'dist/electron/main.cjs', 'node_modules/zod/index.js']
    for (const name of [...files, ...built, 'node_modules/vitest/x', 'node_modules/electron/x', 'test/secret'])
      put(name, name)
    put('package.json', JSON.stringify({ name: 'sam', version: '1.0.0', dependencies: { zod: '1', electron: '2' } }))
    const lock = { '': {}, 'node_modules/zod': {}, 'node_modules/electron': {}, 'node_modules/vitest': { dev: true } }
    put('package-lock.json', JSON.stringify({ packages: lock }))

    const stage = path.join(root, 'dist', 'app')
    put('dist/app/left from before', '')
    stageApp(root, stage, 'https://example.org/sam/')
    const staged = fs
      .readdirSync(stage, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(stage, path.join(entry.parentPath, entry.name)))
    expect(staged.toSorted()).toEqual([...files, ...built, 'package.json', 'package-lock.json'].toSorted())
    expect(JSON.parse(fs.readFileSync(path.join(stage, 'package.json'), 'utf8'))).toEqual({
      name: 'sam',
      version: '1.0.0',
      main: 'dist/electron/main.cjs',
      dependencies: { zod: '1' },
      samUpdates: 'https://example.org/sam/updates.json',
    })
  })

  test('the icon is drawn at the size that is asked for, and what packages is locked', () => {
    expect(drawAppIcon(64).readUInt32BE(16)).toBe(64)
    expect(() => fs.accessSync(path.join(projectRoot, 'packaging', 'package-lock.json'))).not.toThrow()
  })
})
