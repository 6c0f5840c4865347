import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../core/errors.ts'

export interface Asset {
  body: Buffer
  contentType: string
  /** Hashed names never change their content. */
  immutable: boolean
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/**
 * Reads the built page into memory (well under a megabyte), by request path. Nothing else can be asked for, so no path
 * of a request ever touches the disk. Error: `panel-missing`.
 */
export function loadAssets(folder: string): Map<string, Asset> {
  const assets = new Map<string, Asset>()
  if (!fs.existsSync(path.join(folder, 'index.html'))) {
    throw new SamError('panel-missing', `The panel has not been built: there is no index.html in ${folder}.`, {
      kind: 'missing',
      remedy: 'npm run build:panel',
    })
  }
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const contentType = contentTypes[path.extname(entry.name)]
    if (!entry.isFile() || contentType === undefined) continue
    const file = path.join(entry.parentPath, entry.name)
    const name = path.relative(folder, file).split(path.sep).join('/')
    assets.set(`/${name}`, { body: fs.readFileSync(file), contentType, immutable: name.startsWith('assets/') })
  }
  return assets
}
