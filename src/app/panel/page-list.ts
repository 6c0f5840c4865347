import {
  AlarmClock,
  AudioLines,
  Brain,
  Ear,
  Footprints,
  Gauge,
  GraduationCap,
  HardDrive,
  History,
  Library,
  type LucideIcon,
  MessageCircle,
  Shield,
  SlidersHorizontal,
  Stethoscope,
} from 'lucide-react'
import type { ComponentType } from 'react'
import type { PanelStore } from './model/panel-store.ts'
import { homePage } from './model/route.ts'

export interface PageProps {
  /** What follows the page's name in the address. */
  path: readonly string[]
  store: PanelStore
}

export interface PageEntry {
  /** Its name in the address. */
  id: string
  title: string
  icon: LucideIcon
  /** Pages of one group stand together in the list. */
  group: number
  /** With Command (or Control) it opens the page from everywhere. */
  shortcut?: string
  /** Command-F on a page that has no search leads here. */
  searchesAll?: true
  /** Loaded when it is first needed. */
  load(): Promise<{ default: ComponentType<PageProps> }>
}

/** Everything the panel shows beside Talk. Adding a page: docs/architecture.md. */
export const pages: readonly PageEntry[] = [
  {
    id: 'history',
    title: 'History',
    icon: History,
    group: 1,
    load: () => import('./pages/history/history-page.tsx'),
  },
  {
    id: 'memory',
    title: 'Memory',
    icon: Brain,
    group: 2,
    searchesAll: true,
    load: () => import('./pages/memory/memory-page.tsx'),
  },
  {
    id: 'voices',
    title: 'Voices',
    icon: AudioLines,
    group: 2,
    load: () => import('./pages/voices/voices-page.tsx'),
  },
  {
    id: 'wake',
    title: 'Wake word',
    icon: Ear,
    group: 2,
    load: () => import('./pages/wake/wake-page.tsx'),
  },
  {
    id: 'learning',
    title: 'Learning',
    icon: GraduationCap,
    group: 3,
    load: () => import('./pages/learning/learning-page.tsx'),
  },
  {
    id: 'knowledge',
    title: 'Knowledge',
    icon: Library,
    group: 3,
    load: () => import('./pages/knowledge/knowledge-page.tsx'),
  },
  {
    id: 'privacy',
    title: 'Privacy',
    icon: Shield,
    group: 4,
    load: () => import('./pages/privacy/privacy-page.tsx'),
  },
  {
    id: 'timers',
    title: 'Timers and briefing',
    icon: AlarmClock,
    group: 1,
    load: () => import('./pages/timers/timers-page.tsx'),
  },
  {
    id: 'service',
    title: 'Service levels',
    icon: Gauge,
    group: 4,
    load: () => import('./pages/service/service-page.tsx'),
  },
  {
    id: 'models',
    title: 'Models',
    icon: HardDrive,
    group: 4,
    load: () => import('./pages/models/models-page.tsx'),
  },
  {
    id: 'doctor',
    title: 'Doctor',
    icon: Stethoscope,
    group: 4,
    load: () => import('./pages/doctor/doctor-page.tsx'),
  },
  {
    id: 'settings',
    title: 'Settings',
    icon: SlidersHorizontal,
    group: 4,
    shortcut: ',',
    load: () => import('./pages/settings/settings-page.tsx'),
  },
  {
    id: 'start',
    title: 'First steps',
    icon: Footprints,
    group: 4,
    load: () => import('./pages/onboarding/onboarding-page.tsx'),
  },
]

/** All names in the order of the list, Talk first. */
export const listed: readonly Omit<PageEntry, 'load'>[] = [
  { id: homePage, title: 'Talk', icon: MessageCircle, group: 1 },
  ...pages,
]
