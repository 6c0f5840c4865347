import type { ExampleDraft } from '../adapter.ts'
import { documentedCode } from './documented.ts'
import { isTestFile, languageOf } from './languages.ts'
import { writtenTests } from './tests.ts'

export interface CodeFile {
  /** Inside of its project, with `/`. */
  place: string
  text: string
  /** How its origin is called, without the line. */
  origin: string
  licence: string
}

/** Examples of one file: write what this comment says; write a test that checks this. */
export function codeDrafts({ place, text, origin, licence }: CodeFile): ExampleDraft[] {
  const language = languageOf(place)
  if (language === undefined || /@generated|do not edit|auto-?generated/i.test(text.slice(0, 1000))) return []
  const draft = (question: string, code: string, quality: number, line: number): ExampleDraft => ({
    ...{ question, answer: `\`\`\`${language.fence}\n${code}\n\`\`\``, quality, licence },
    ...{ group: origin, origin: `${origin}#L${line}`, source: 'scraped_coding', category: 'coding' },
  })
  if (isTestFile(place))
    return writtenTests(text, language).map(({ title, code, line }) => {
      return draft(`Write a test in ${language.name} that checks this: ${title}`, code, 0.65, line)
    })
  return documentedCode(text, language).map(({ name, documentation, code, line }) => {
    const rich = documentation.length > 80 ? 0.1 : 0
    const parameters = /@param|:param|- Parameter|Args:|# Arguments|@returns?|Returns:/.test(documentation) ? 0.05 : 0
    return draft(`Write \`${name}\` in ${language.name}:\n\n${documentation}`, code, 0.65 + rich + parameters, line)
  })
}
