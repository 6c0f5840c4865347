import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { SamError } from './errors.ts'

/** What a briefing may tell, in this order. */
export const briefingSections = ['calendar', 'reminders', 'mail', 'weather', 'news', 'learning'] as const

/** What a conversation, or a request, is for. */
export const requestCategories = ['coding', 'roleplay', 'planning', 'coaching', 'general'] as const
export type RequestCategory = (typeof requestCategories)[number]

/** Part of the whole, 0 to 1. */
const share = (part: number) => z.number().min(0).max(1).default(part)

/** Where knowledge may be scraped from; each is off until the user turns it on. */
export const scrapeSources = ['apple-docs', 'github-code', 'stackoverflow', 'stories', 'fashion', 'own-code'] as const
export type ScrapeSource = (typeof scrapeSources)[number]

const places = () => z.array(z.string().min(1).max(1000)).max(1000).default([])

/** Everything the user can set. Unknown keys from a later version are kept on disk untouched. */
export const configSchema = z.looseObject({
  offline: z.boolean().default(false),
  wake: z
    .object({
      /** Wake models that listen, by catalogue id without the `wake-` prefix. */
      models: z.array(z.string().min(1)).default(['hey_jarvis']),
      threshold: z.number().min(0.01).max(0.99).default(0.5),
    })
    .prefault({}),
  hearing: z
    .object({
      /** Silence that ends a turn. */
      endpointMs: z.number().int().min(150).max(3000).default(350),
      /** A turn is committed at this length even if speech goes on. */
      maximumTurnMs: z.number().int().min(2000).max(120_000).default(20_000),
      /** How long SAM listens without the wake word after it answered. */
      followUpMs: z.number().int().min(0).max(60_000).default(6000),
    })
    .prefault({}),
  speech: z
    .object({
      /** Catalogue id of the plain voice: it speaks itself, or what the user's own voice is made of. */
      voice: z.string().min(1).default('piper-en-us-joe'),
      /** Id of a voice in voices/ that speaks instead; empty: the plain voice. */
      ownVoice: z.string().max(100).default(''),
      /** What finds the pitch for a voice of one's own; `rmvpe` where the user has its model. */
      pitch: z.enum(['swift-f0', 'rmvpe', 'yin']).default('swift-f0'),
      rate: z.number().min(0.5).max(2).default(1),
    })
    .prefault({}),
  files: z.object({ searchRoots: z.array(z.string()).default([]) }).prefault({}),
  memory: z
    .object({
      /** Whether what is said to SAM, and its replies, are kept on this machine. */
      keepTurns: z.boolean().default(true),
    })
    .prefault({}),
  /** Whether messages.read may open the database of Messages, which macOS gives only with Full Disk Access. */
  messages: z.object({ readable: z.boolean().default(false) }).prefault({}),
  claude: z
    .object({
      /** Hard questions may go to Claude; off until the user says so (`sam policy allow escalation`). */
      allowed: z.boolean().default(false),
      model: z.string().min(1).default('claude-sonnet-5-5'),
      /** It thinks before it answers, as much as it finds right; models before Claude 4.6 cannot. */
      thinking: z.boolean().default(true),
      /** US dollars a day, at list price. */
      dailyBudgetUsd: z.number().min(0).max(1000).default(1),
      /** Kinds of requests that may go. */
      categories: z.array(z.enum(requestCategories)).default([...requestCategories]),
      /** Words that never leave this machine; * stands for any part of a word. */
      neverSend: z.array(z.string().min(2).max(200)).max(200).default([]),
      /** Rooms of tools whose results Claude may see: calendar, mail, notes, files... */
      shares: z.array(z.string().min(1)).default([]),
    })
    .prefault({}),
  distillation: z
    .object({
      /** Claude's answers are kept as examples to learn from; off until the user says so (`sam policy allow distillation`). */
      allowed: z.boolean().default(false),
      /** Sessions of Claude Code are read as they are written; off until the user says so (`sam policy allow claude-code`). */
      sessions: z.boolean().default(false),
      /** Where Claude Code keeps them; empty: `.claude/projects` in the user's folder. */
      sessionsFolder: z.string().max(1000).default(''),
    })
    .prefault({}),
  learning: z
    .object({
      /** Examples of the whole training set, and of the first goal on the way. */
      wholeTarget: z.number().int().min(1).max(10_000_000).default(1_000_000),
      phase1Target: z.number().int().min(1).max(10_000_000).default(85_000),
      /** Parts of the whole set, together at most 1; imported sets come on top. */
      shares: z
        .object({
          chatgpt_history: share(0.25),
          claude_distillation: share(0.25),
          scraped_coding: share(0.2),
          scraped_creative: share(0.15),
          advanced_planning: share(0.1),
          gap_filling: share(0.05),
        })
        .prefault({})
        .refine((shares) => Object.values(shares).reduce((sum, part) => sum + part, 0) < 1.000_001, {
          error: 'the shares are more than 1 together',
        }),
      /** Examples that score less are left out of a set, 0 to 1. */
      minimumQuality: z.number().min(0).max(1).default(0.3),
      /** Other wordings of a question that are asked of a model where a source has too few examples. */
      variations: z.number().int().min(0).max(10).default(2),
      /** When SAM trains by itself, on power and while nobody needs it, in words such as "every day at 3:00"; empty: only when asked. */
      nightAt: z.string().max(100).default(''),
      /** Of training, and again of the questions after it. */
      nightMinutes: z.number().min(1).max(600).default(90),
    })
    .prefault({}),
  scraping: z
    .object({
      /** Sources that may be read; none until the user says so (`sam scrape enable`). */
      enabled: z.array(z.enum(scrapeSources)).default([]),
      /** Frameworks of Apple's documentation. */
      appleDocs: z
        .array(z.string().regex(/^[a-z0-9-]+$/i))
        .max(200)
        .default(['swift', 'swiftui', 'foundation', 'appkit']),
      /** Repositories: https addresses, or folders on this machine. */
      githubCode: places(),
      /** Tags to ask the API for, and files of the data dump. */
      stackoverflow: places(),
      /** Story files and folders, and pages. */
      stories: places(),
      /** Files of image metadata and captions, folders of them, and pages. */
      fashion: places(),
      /** Folders of the user's own code. */
      ownCode: places(),
      /** Most requests to one host a day. */
      requestsPerDay: z.number().int().min(1).max(5000).default(1000),
      /** How a site's owner can reach the user; sent along with each request. */
      contact: z
        .string()
        .max(200)
        .regex(/^[\x20-\x7e]*$/)
        .default(''),
    })
    .prefault({}),
  keys: z
    .object({
      /** Talks, and stops talking, from any application; in the words of Electron's accelerators. */
      talk: z.string().min(1).max(100).default('CommandOrControl+Shift+Space'),
      /** Stops everything SAM is doing. */
      stop: z.string().min(1).max(100).default('CommandOrControl+Shift+Escape'),
      /** A key that is held to talk; it needs macOS's permission to watch keys. */
      hold: z.enum(['off', 'right-option', 'right-command', 'right-control']).default('off'),
    })
    .prefault({}),
  context: z
    .object({
      /** The local model may know which application is in front. */
      frontApp: z.boolean().default(false),
    })
    .prefault({}),
  weather: z
    .object({
      /** Where the user is; empty: SAM looks up no weather at all. */
      place: z.string().max(80).default(''),
      units: z.enum(['metric', 'imperial']).default('metric'),
      forecastUrl: z.url({ protocol: /^https?$/ }).default('https://api.open-meteo.com/v1/forecast'),
      placesUrl: z.url({ protocol: /^https?$/ }).default('https://geocoding-api.open-meteo.com/v1/search'),
    })
    .prefault({}),
  news: z
    .object({
      /** RSS, Atom or JSON feeds; none: SAM reads no news. */
      feeds: z
        .array(z.url({ protocol: /^https?$/ }))
        .max(20)
        .default([]),
    })
    .prefault({}),
  briefing: z
    .object({
      /** When it is told by itself, in words such as "weekdays at 7:30"; empty: only when asked. */
      schedule: z.string().max(100).default(''),
      sections: z.array(z.enum(briefingSections)).default([...briefingSections]),
    })
    .prefault({}),
})

export type Config = z.infer<typeof configSchema>

export const defaultConfig: Config = configSchema.parse({})

/** Reads `<home>/config.json`; an absent file means the defaults, a broken one is an error and is never overwritten. */
export function loadConfig(home: string): Config {
  const file = path.join(home, 'config.json')
  let text: string
  try {
    text = fs.readFileSync(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return defaultConfig
    if (code === 'ENOTDIR')
      throw new SamError('home-unusable', `${home} is no folder.`, { cause, remedy: 'Name a folder with SAM_HOME.' })
    const foreign = code === 'EACCES' || code === 'EPERM'
    throw new SamError('config-unreadable', `The settings in ${file} cannot be read.`, {
      cause,
      remedy: foreign
        ? 'They belong to another user of this computer: name a folder of your own with SAM_HOME.'
        : 'Move it away to start from the defaults.',
    })
  }
  try {
    return configSchema.parse(JSON.parse(text))
  } catch (cause) {
    const detail = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message
    throw new SamError('config-invalid', `The settings in ${file} are not valid: ${detail}`, {
      cause,
      remedy: `Correct ${file}, or move it away to start from the defaults.`,
    })
  }
}
