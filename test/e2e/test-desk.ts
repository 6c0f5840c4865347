import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createSam } from '../../src/app/sam.ts'
import type { PanelDesk } from '../../src/app/server/desk-port.ts'
import type { ServiceRecorder } from '../../src/app/service/service-recorder.ts'
import type { HeardSound } from '../../src/app/wake/heard-sound.ts'
import { silentLogger } from '../../src/core/log.ts'
import { samModels } from '../../src/core/paths.ts'

/** SAM's own desk over a home of its own, with nobody who hears or speaks. */
export interface TestDesk {
  desk: PanelDesk
  home: string
  /** What SAM measures of itself. */
  service: ServiceRecorder
  /** What it heard last. */
  heard: HeardSound
  close(): Promise<void>
}

export async function openTestDesk(modelsFolder = samModels(process.env)): Promise<TestDesk> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam desk '))
  const environment = { ...process.env, SAM_PLATFORM: 'recording', SAM_PLATFORM_LOG: path.join(home, 'platform.jsonl') }
  const sam = await createSam({ home, modelsFolder, environment, offline: true, logger: silentLogger })
  const desk = await sam.openDesk()
  return {
    desk,
    home,
    service: sam.service,
    heard: sam.heard,
    async close() {
      await desk.close()
      await sam.close()
      fs.rmSync(home, { recursive: true, force: true })
    },
  }
}
