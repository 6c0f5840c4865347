import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../../src/core/paths.ts'
import { forbiddenImports } from './import-rule.ts'
import { importsOf, projectFiles } from './source-files.ts'

const sources = projectFiles().filter((file) => /^src\/.*\.(ts|tsx|mts)$/.test(file))
const read = (file: string) => fs.readFileSync(path.join(projectRoot, file), 'utf8')

describe('the rooms of src', () => {
  it('import only what the rule allows', () => {
    expect(sources.length).toBeGreaterThan(50)
    expect(sources.flatMap((file) => forbiddenImports(file, read(file)))).toEqual([])
  })

  it('name relative modules by files that exist', () => {
    const absent = sources.flatMap((file) =>
      importsOf(read(file))
        .filter((name) => name.startsWith('.') && !name.includes('?'))
        .filter((name) => !fs.existsSync(path.join(projectRoot, path.dirname(file), name)))
        .map((name) => `${file} imports ${name}`),
    )
    expect(absent).toEqual([])
  })
})

describe('the rule', () => {
  const forbidden: [file: string, source: string][] = [
    ['src/core/log.ts', "import type { Ear } from '../audio/ports.ts'"],
    ['src/agent/router.ts', "import { createStore } from '../memory/database.ts'"],
    ['src/agent/router.ts', "export { x } from '../memory/database.ts'"],
    ['src/agent/router.ts', "const store = await import('../memory/database.ts')"],
    ['src/agent/router.ts', "type Store = import('../memory/database.ts').Store"],
    ['src/agent/router.ts', "import {\n  one,\n  two,\n} from '../tools/registry.ts'"],
    ['src/agent/deep/down/router.ts', "import { x } from '../../../memory/database.ts'"],
    ['src/audio/worker.ts', "fork(new URL('../tts/worker.ts', import.meta.url))"],
    ['src/memory/recall.ts', "import { sam } from '../app/sam.ts'"],
    ['src/memory/recall.ts', "import { fake } from '../../test/support/fake.ts'"],
    ['src/app/sam.ts', "import { fake } from '../../test/support/fake.ts'"],
    ['src/app/server/server.ts', "import { app } from 'electron'"],
    ['src/app/cli/menu.ts', "const { menubar } = require('menubar')"],
    ['src/app/panel/main.tsx', "import fs from 'node:fs'"],
    ['src/tools/actions/open.ts', "spawn('osascript', ['-e', script])"],
    ['src/app/cli/doctor.ts', "spawn('/usr/bin/osascript', ['-e', script])"],
  ]
  it.each(forbidden)('rejects in %s: %s', (file, source) => {
    expect(forbiddenImports(file, source)).toHaveLength(1)
  })

  const allowed: [file: string, source: string][] = [
    ['src/agent/router.ts', "import type { RecallStore } from '../memory/ports.ts'"],
    ['src/agent/router.ts', "import { defineTool } from '../tools/tool.ts'"],
    ['src/agent/fast-path/grammar.ts', "import { SamError } from '../../core/errors.ts'"],
    ['src/agent/fast-path/grammar.ts', "import { words } from '../words.ts'"],
    ['src/app/sam.ts', "import { createDatabase } from '../memory/database.ts'"],
    ['src/app/electron/main.ts', "import { app } from 'electron'"],
    ['src/tools/platform/macos/run.ts', "spawn('osascript', ['-'])"],
    ['src/agent/router.ts', "// import { x } from '../memory/database.ts'\nconst y = 1"],
    ['src/agent/router.ts', "/* taken from '../memory/database.ts' */"],
  ]
  it.each(allowed)('accepts in %s: %s', (file, source) => {
    expect(forbiddenImports(file, source)).toEqual([])
  })
})
