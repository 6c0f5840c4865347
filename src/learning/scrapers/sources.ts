import type { Config, ScrapeSource } from '../../core/config.ts'
import type { ScrapeAdapter } from './adapter.ts'

/** What the user is told of a source, and how its adapter is made. */
export interface SourceDefinition {
  id: ScrapeSource
  summary: string
  /** Setting that says what is read. */
  setting: Exclude<keyof Config['scraping'], 'enabled' | 'requestsPerDay' | 'contact'>
  /** Adapters are loaded when they are used. */
  load(places: readonly string[], folder: string): Promise<ScrapeAdapter>
}

export const sources: readonly SourceDefinition[] = [
  {
    id: 'apple-docs',
    summary: "Apple's developer documentation, by framework",
    setting: 'appleDocs',
    load: async (frameworks) => (await import('./apple-docs/apple-docs.ts')).createAppleDocs({ frameworks }),
  },
  {
    id: 'github-code',
    summary: 'repositories under permissive licences: functions, tests, commit messages',
    setting: 'githubCode',
    load: async (places, folder) => (await import('./github/github-code.ts')).createGithubCode(places, folder),
  },
  {
    id: 'stackoverflow',
    summary: 'accepted and well-scored answers, by tag from the API or from Posts.xml of the data dump',
    setting: 'stackoverflow',
    load: async (places) => (await import('./stackoverflow/stackoverflow.ts')).createStackOverflow({ places }),
  },
  {
    id: 'stories',
    summary: 'stories that you downloaded (HTML, EPUB, plain text); nothing explicit, nothing that involves minors',
    setting: 'stories',
    load: async (places) => (await import('./stories/stories.ts')).createStories(places),
  },
  {
    id: 'fashion',
    summary: 'captions and metadata of fashion images (tables, JSON, pages); no images',
    setting: 'fashion',
    load: async (places) => (await import('./fashion/fashion.ts')).createFashion(places),
  },
  {
    id: 'own-code',
    summary: 'your own code: documented functions and tests, without what .gitignore names',
    setting: 'ownCode',
    load: async (places) => (await import('./code/own-code.ts')).createOwnCode(places),
  },
]
