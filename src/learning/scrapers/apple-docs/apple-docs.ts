import { writtenJson } from '../../../core/files/written-json.ts'
import type { ExampleDraft, FoundDocument, ScrapeAdapter } from '../adapter.ts'
import { type DocumentationPage, readDocumentationPage } from './read-page.ts'

const home = new URL('https://developer.apple.com')
const licence = '© Apple Inc., documentation; kept for personal study'
const plainHeadings = /^(?:discussion|overview|)$/i
const mostSections = 12

export interface AppleDocsOptions {
  /** Names of frameworks as in the documentation's addresses. */
  frameworks: readonly string[]
  /** Apple's site unless a test serves its pages. */
  site?: URL
}

/**
 * Apple's developer documentation by the JSON from which its site makes its pages. From each framework's page on, the pages it
 * names are followed as far as they belong to a framework that was chosen.
 */
export function createAppleDocs({ frameworks, site = home }: AppleDocsOptions): ScrapeAdapter {
  const names = frameworks.map((name) => name.toLowerCase())
  const documentOf = (path: string): FoundDocument => ({ address: new URL(`/tutorials/data${path}.json`, site).href })
  const isChosen = (path: string) => names.includes(path.split('/')[2] ?? '')
  return {
    *discover() {
      yield names.map((name) => documentOf(`/documentation/${name}`))
    },
    fetch(document, { web, signal }) {
      const accept = /^(?:application\/(?:[\w.]+\+)?json|text\/json)\b/i
      return web.get({
        url: new URL(document.address),
        purpose: 'Apple documentation',
        accept,
        known: document,
        signal,
      })
    },
    *extract(document, { body }) {
      const path = new URL(document.address).pathname.replace(/^\/tutorials\/data|\.json$/g, '')
      const page = readDocumentationPage(writtenJson(new TextDecoder().decode(body())))
      if (page === undefined) return yield { refused: 'format' }
      const links = [...new Set(page.links.map((link) => link.toLowerCase()))].filter(isChosen)
      const origin = new URL(path, home).href
      yield { drafts: draftsOf(page, origin), found: links.map(documentOf), position: 1, items: 1 }
    },
  }
}

function draftsOf(page: DocumentationPage, origin: string): ExampleDraft[] {
  const { title, kind, framework, abstract, declarations, parameters, returns, sections, platforms, deprecated } = page
  const where = framework === '' || framework === title ? "Apple's platforms" : framework
  const draft = (question: string, parts: string[], quality: number): ExampleDraft => ({
    question,
    answer: parts.filter((part) => part !== '').join('\n\n'),
    ...{ quality, origin, licence, group: origin, source: 'scraped_coding', category: 'coding' },
  })
  const discussion = sections.filter(({ heading }) => plainHeadings.test(heading)).map(({ text }) => text)
  const reference = [
    abstract,
    declarations[0] === undefined ? '' : `\`\`\`swift\n${declarations[0]}\n\`\`\``,
    parameters.length === 0 ? '' : `Parameters:\n${parameters.join('\n')}`,
    returns === '' ? '' : `Returns: ${returns}`,
    ...discussion,
    platforms.length === 0 ? '' : `Available on ${platforms.join(', ')}.${deprecated ? ' It is deprecated.' : ''}`,
  ]
  const what = kind === '' ? '' : ` (${kind.toLowerCase()})`
  const isSymbol = declarations.length > 0
  const asked = isSymbol
    ? `What does \`${title}\`${what} in ${where} do, and how do I use it?`
    : `Explain "${title}" in ${where}.`
  // A page of which only the first sentence is there teaches little.
  const drafts = abstract === '' && discussion.length === 0 ? [] : [draft(asked, reference, isSymbol ? 0.85 : 0.8)]
  for (const { heading, text } of sections.filter(({ heading }) => !plainHeadings.test(heading)).slice(0, mostSections))
    drafts.push(
      draft(
        `${title} in ${where}: ${heading[0]?.toLowerCase() ?? ''}${heading.slice(1)}. How does that work?`,
        [text],
        0.8,
      ),
    )
  return drafts
}
