/** A programming language, as far as functions with comments are found in it. */
export interface Language {
  name: string
  /** Word after the backquotes that open a block of code. */
  fence: string
  /** How blocks are written. */
  blocks: 'braces' | 'indent'
  /** Strings may stand in single quotes; otherwise these hold one letter. */
  singleQuotes: boolean
  /** Begin of a comment line that documents what follows. */
  lineComment: RegExp | undefined
  /** The line that begins a function, method or type; `name` is what it is called. */
  declaration: RegExp
  /** The line that begins a test; `title` says what it checks. */
  test: RegExp
}

const javascript: Omit<Language, 'name' | 'fence'> = {
  blocks: 'braces',
  singleQuotes: true,
  lineComment: undefined,
  declaration:
    /^\s*(?:export\s+)?(?:default\s+)?(?:(?:public|private|protected|static|override|readonly|abstract|declare)\s+)*(?:(?:async\s+)?function\s*\*?\s*(?<f>[\w$]+)|class\s+(?<c>[\w$]+)|(?:const|let)\s+(?<v>[\w$]+)\s*(?::[^=]{1,200})?=\s*(?:async\s*)?(?:function\b|\([^)]*\)|[\w$]+\s*=>|<\w)|(?:async\s+)?(?:get\s+|set\s+|\*\s*)?(?<m>#?[\w$]+)\s*(?:<[^>]{0,200}>)?\([^;]*$)/,
  test: /^\s*(?:it|test)(?:\.\w+)*\(\s*(?<q>['"`])(?<title>.{8,200}?)\k<q>\s*,/,
}

const languages: readonly (Language & { endings: readonly string[] })[] = [
  { name: 'TypeScript', fence: 'ts', endings: ['ts', 'tsx', 'mts', 'cts'], ...javascript },
  { name: 'JavaScript', fence: 'js', endings: ['js', 'jsx', 'mjs', 'cjs'], ...javascript },
  {
    ...{
      name: 'Python',
      fence: 'python',
      endings: ['py'],
      blocks: 'indent',
      singleQuotes: true,
      lineComment: undefined,
    },
    declaration: /^\s*(?:async\s+)?(?:def|class)\s+(?<f>\w+)/,
    test: /^\s*(?:async\s+)?def\s+test_(?<title>\w{4,120})\s*\(/,
  },
  {
    ...{
      name: 'Swift',
      fence: 'swift',
      endings: ['swift'],
      blocks: 'braces',
      singleQuotes: false,
      lineComment: /^\s*\/\/\/ ?/,
    },
    declaration:
      /^\s*(?:(?:public|open|internal|private|fileprivate|static|class|final|mutating|override|nonisolated|async)\s+)*(?:func\s+(?<f>\w+)|(?:struct|class|enum|actor|protocol|extension)\s+(?<c>\w+)|(?<m>init)\b)/,
    test: /^\s*func\s+test(?<title>[A-Z_]\w{3,120})\s*\(/,
  },
  {
    ...{
      name: 'Rust',
      fence: 'rust',
      endings: ['rs'],
      blocks: 'braces',
      singleQuotes: false,
      lineComment: /^\s*\/\/\/ ?/,
    },
    declaration:
      /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:const\s+|async\s+|unsafe\s+)*(?:fn\s+(?<f>\w+)|(?:struct|enum|trait)\s+(?<c>\w+))/,
    test: /^\s*(?:async\s+)?fn\s+(?:test_)?(?<title>\w{6,120})\s*\(\s*\)/,
  },
  {
    ...{
      name: 'Go',
      fence: 'go',
      endings: ['go'],
      blocks: 'braces',
      singleQuotes: false,
      lineComment: /^\/\/ ?(?!go:)/,
    },
    declaration: /^func\s+(?:\([^)]*\)\s*)?(?<f>\w+)|^type\s+(?<c>\w+)\s+(?:struct|interface)/,
    test: /^func\s+Test(?<title>[A-Z_]\w{3,120})\s*\(\w+ \*testing\.T\)/,
  },
  ...(['Java:java:java', 'Kotlin:kotlin:kt', 'C#:csharp:cs', 'C++:cpp:cpp', 'C:c:c', 'PHP:php:php'] as const).map(
    (row) => {
      const [name = '', fence = '', ending = ''] = row.split(':')
      return {
        ...{ name, fence, endings: [ending], blocks: 'braces' as const, singleQuotes: name === 'PHP' },
        lineComment: name === 'C#' || name === 'C++' ? /^\s*\/\/\/ ?/ : undefined,
        declaration:
          /^\s*(?:[\w<>[\],.?*&:]+\s+)*(?:(?:class|interface|struct|enum|object|record)\s+(?<c>\w+)|(?:fun|function)\s+(?<f>\w+)|[*&]*(?<m>\w+)\s*\([^;]*$)/,
        test: /^\s*(?:public\s+)?(?:void|fun)\s+(?:test)?(?<title>\w{6,120})\s*\(\s*\)/,
      }
    },
  ),
]

/** Control words that look like a method. */
export const notNames = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'else',
  'do',
  'with',
  'new',
  'await',
  'throw',
  'super',
])

/** The language of a file by its ending; undefined where functions are not looked for. */
export function languageOf(file: string): Language | undefined {
  const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? ''
  if (/\.(?:min|d|generated|pb|g)\.\w+$/i.test(file)) return undefined
  return languages.find(({ endings }) => endings.includes(ending))
}

/** Folders with code of others, or that a program wrote. */
export const foreignFolder =
  /(?:^|\/)(?:node_modules|bower_components|vendor|third[_-]?party|external|deps|dist|build|out|target|Pods|Carthage|\.build|__pycache__|site-packages|venv|env|generated|__generated__|coverage|migrations|fixtures|snapshots?|__snapshots__)$/i

export function isTestFile(file: string): boolean {
  return /(?:^|\/)(?:tests?|specs?|__tests__)\/|(?:[._-](?:test|spec)|_test|Tests?)\.\w+$|(?:^|\/)test_[^/]+$/.test(
    file,
  )
}
