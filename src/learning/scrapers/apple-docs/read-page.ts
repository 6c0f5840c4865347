import { fieldsOf, listOf, textOf } from '../json-fields.ts'
import { blockText, inlineText, type References } from './render.ts'

/** A page of Apple's documentation. */
export interface DocumentationPage {
  title: string
  /** "Structure", "Instance Method", "Article"... */
  kind: string
  framework: string
  abstract: string
  declarations: string[]
  parameters: string[]
  returns: string
  /** The discussion, divided at its headings. */
  sections: { heading: string; text: string }[]
  /** "iOS 13.0+". */
  platforms: string[]
  deprecated: boolean
  /** Paths of the pages that it names: `/documentation/swiftui/view`. */
  links: string[]
}

/**
 * A page in the format of Apple's documentation (DocC RenderNode, spec in the swift-docc repository); undefined when the JSON is none.
 */
export function readDocumentationPage(json: unknown): DocumentationPage | undefined {
  const page = fieldsOf(json)
  const metadata = fieldsOf(page['metadata'])
  const title = textOf(metadata['title'])
  if (title === '' || page['primaryContentSections'] === undefined) {
    if (title === '' || page['topicSections'] === undefined) return undefined
  }
  const references: References = fieldsOf(page['references'])
  const read: DocumentationPage = {
    title,
    kind: textOf(metadata['roleHeading']),
    framework: listOf(metadata['modules']).map((module) => textOf(fieldsOf(module)['name']))[0] ?? '',
    abstract: inlineText(page['abstract'], references).trim(),
    declarations: [],
    parameters: [],
    returns: '',
    sections: [],
    platforms: [],
    deprecated: listOf(page['deprecationSummary']).length > 0,
    links: Object.values(references).flatMap((reference) => {
      const url = textOf(fieldsOf(reference)['url'])
      return /^\/documentation\/[\w()/:.-]+$/.test(url) ? [url] : []
    }),
  }
  for (const platform of listOf(metadata['platforms'])) {
    const { name, introducedAt, deprecatedAt } = fieldsOf(platform)
    if (textOf(name) !== '') read.platforms.push(`${textOf(name)} ${textOf(introducedAt)}+`.replace(' +', ''))
    if (textOf(deprecatedAt) !== '') read.deprecated = true
  }
  for (const section of listOf(page['primaryContentSections'])) takeSection(fieldsOf(section), read, references)
  return read
}

function takeSection(section: Record<string, unknown>, page: DocumentationPage, references: References): void {
  const kind = textOf(section['kind'])
  if (kind === 'declarations') {
    for (const declaration of listOf(section['declarations'])) {
      const tokens = listOf(fieldsOf(declaration)['tokens'])
      const text = tokens.map((token) => textOf(fieldsOf(token)['text'])).join('')
      if (text !== '') page.declarations.push(text)
    }
  } else if (kind === 'parameters') {
    for (const parameter of listOf(section['parameters'])) {
      const { name, content } = fieldsOf(parameter)
      page.parameters.push(`- \`${textOf(name)}\`: ${textOfBlocks(content, references)}`)
    }
  } else if (kind === 'content') divide(listOf(section['content']), page, references)
}

function textOfBlocks(content: unknown, references: References): string {
  return listOf(content)
    .map((block) => blockText(block, references))
    .filter((text) => text !== '')
    .join('\n\n')
}

function divide(blocks: unknown[], page: DocumentationPage, references: References): void {
  let heading = ''
  let texts: string[] = []
  const close = () => {
    const text = texts.join('\n\n')
    if (text !== '' && /^return value$/i.test(heading)) page.returns = text
    else if (text !== '') page.sections.push({ heading, text })
    texts = []
  }
  for (const block of blocks) {
    const fields = fieldsOf(block)
    if (fields['type'] === 'heading') {
      close()
      heading = textOf(fields['text'])
    } else {
      const text = blockText(block, references)
      if (text !== '') texts.push(text)
    }
  }
  close()
}
