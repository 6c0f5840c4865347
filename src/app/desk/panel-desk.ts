import path from 'node:path'
import { createMemoryStores } from '../../memory/memory-stores.ts'
import { memoryAsJsonLines, memoryAsMarkdown } from '../memory/memory-export.ts'
import type { PanelDesk } from '../server/desk-port.ts'
import { createDoctorDesk, type DoctorDeskParts } from './doctor-desk.ts'
import { createHistoryDesk, type HistoryDeskParts } from './history-desk.ts'
import { createKnowledgeDesk, type KnowledgeDeskParts } from './knowledge-desk.ts'
import { createLearningDesk, type LearningDeskParts } from './learning-desk.ts'
import { createMemoryDesk, type MemoryDeskParts } from './memory-desk.ts'
import { createModelsDesk, type ModelsDeskParts } from './models-desk.ts'
import { createOnboardingDesk, type OnboardingDeskParts } from './onboarding-desk.ts'
import { createServiceDesk, type ServiceDeskParts } from './service-desk.ts'
import { createSettingsDesk, type SettingsDeskParts } from './settings-desk.ts'
import { createTimersDesk, type TimersDeskParts } from './timers-desk.ts'
import { Uploads } from './uploads.ts'
import { createVoicesDesk, type VoicesDeskParts } from './voices-desk.ts'
import { createWakeDesk, type WakeDeskParts } from './wake-desk.ts'

export type PanelDeskParts = Omit<
  MemoryDeskParts &
    VoicesDeskParts &
    LearningDeskParts &
    HistoryDeskParts &
    KnowledgeDeskParts &
    SettingsDeskParts &
    ModelsDeskParts &
    DoctorDeskParts &
    WakeDeskParts &
    TimersDeskParts &
    ServiceDeskParts &
    OnboardingDeskParts,
  'uploads'
>

export type OpenPanelDesk = PanelDesk & { close(): Promise<void> }

/** Connects the pages beside Talk to what SAM knows and is made of. */
export function createPanelDesk(parts: PanelDeskParts): OpenPanelDesk {
  const uploads = new Uploads(path.join(parts.home, 'cache', 'uploads'))
  const learning = createLearningDesk(parts)
  const knowledge = createKnowledgeDesk(parts)
  const wake = createWakeDesk({ ...parts, uploads })
  return {
    handlers: {
      'uploads.discard': (input) => ({ discarded: uploads.discard(input.uploads) }),
      ...createMemoryDesk({ ...parts, uploads }),
      ...createVoicesDesk({ ...parts, uploads }),
      ...learning.handlers,
      ...createHistoryDesk(parts),
      ...knowledge.handlers,
      ...createSettingsDesk(parts),
      ...createModelsDesk(parts),
      ...createDoctorDesk(parts),
      ...wake.handlers,
      ...createTimersDesk(parts),
      ...createServiceDesk(parts),
      ...createOnboardingDesk(parts),
    },
    receive: (upload, bytes) => uploads.receive(upload, bytes),
    *exportMemory(format) {
      // While it is read from front to back, nothing else can be asked of a connection.
      const memory = createMemoryStores(parts.home)
      try {
        yield* format === 'md' ? memoryAsMarkdown(memory) : memoryAsJsonLines(memory)
      } finally {
        memory.database.close()
      }
    },
    async close() {
      await Promise.all([learning.close(), knowledge.close(), wake.close()])
      uploads.close()
    },
  }
}
