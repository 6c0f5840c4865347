import { fieldsOf, listOf, textOf } from '../json-fields.ts'

/** What a page says of the pages that it names, by their identifiers. */
export type References = Record<string, unknown>

const mostDepth = 30

/** Inline parts of Apple's documentation format (DocC RenderNode) as text. */
export function inlineText(parts: unknown, references: References, depth = 0): string {
  if (depth > mostDepth) return ''
  return listOf(parts)
    .map((part) => {
      const fields = fieldsOf(part)
      const type = textOf(fields['type'])
      if (type === 'text') return textOf(fields['text'])
      if (type === 'codeVoice') return `\`${textOf(fields['code'])}\``
      if (type === 'reference') {
        const known = fieldsOf(references[textOf(fields['identifier'])])
        const title = textOf(fields['overridingTitle']) || textOf(known['title'])
        return known['kind'] === 'symbol' ? `\`${title}\`` : title
      }
      if (type === 'link') return textOf(fields['title'])
      return inlineText(fields['inlineContent'], references, depth + 1)
    })
    .join('')
}

/** One block as text; headings are left to who divides the page by them. */
export function blockText(block: unknown, references: References, depth = 0): string {
  if (depth > mostDepth) return ''
  const fields = fieldsOf(block)
  const blocks = (content: unknown, mark = '') =>
    listOf(content)
      .map((inner) => blockText(inner, references, depth + 1))
      .filter((text) => text !== '')
      .map((text) => `${mark}${text}`)
      .join('\n\n')
  switch (textOf(fields['type'])) {
    case 'paragraph':
    case 'small':
      return inlineText(fields['inlineContent'], references)
    case 'codeListing':
      return `\`\`\`${textOf(fields['syntax'])}\n${listOf(fields['code']).map(textOf).join('\n')}\n\`\`\``
    case 'aside':
      return `${textOf(fields['name']) || textOf(fields['style']) || 'Note'}: ${blocks(fields['content'])}`
    case 'unorderedList':
    case 'orderedList':
      return listOf(fields['items'])
        .map((item, index) => {
          const mark = fields['type'] === 'orderedList' ? `${index + 1}. ` : '- '
          return `${mark}${blocks(fieldsOf(item)['content'])}`
        })
        .join('\n')
    case 'termList':
      return listOf(fields['items'])
        .map((item) => {
          const { term, definition } = fieldsOf(item)
          const name = inlineText(fieldsOf(term)['inlineContent'], references)
          return `- ${name}: ${blocks(fieldsOf(definition)['content'])}`
        })
        .join('\n')
    case 'table':
      return listOf(fields['rows'])
        .map(
          (row) =>
            `| ${listOf(row)
              .map((cell) => blocks(cell).replaceAll('\n', ' '))
              .join(' | ')} |`,
        )
        .join('\n')
    case 'tabNavigator':
      return listOf(fields['tabs'])
        .map((tab) => `${textOf(fieldsOf(tab)['title'])}: ${blocks(fieldsOf(tab)['content'])}`)
        .join('\n\n')
    case 'row':
      return listOf(fields['columns'])
        .map((column) => blocks(fieldsOf(column)['content']))
        .join('\n\n')
    default:
      return ''
  }
}
