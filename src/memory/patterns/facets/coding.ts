import { type Cue, cue, type Facet, wordCues } from './facet.ts'

/** A language: its name in the user's words, or a code fence of that name on either side. */
function language(value: string, pattern: RegExp, ...fences: string[]): Cue {
  return { value, holds: ({ own, fences: found }) => fences.some((fence) => found.has(fence)) || pattern.test(own) }
}

const languages: Cue[] = [
  language('Swift', /\bswift(?:ui)?\b/, 'swift'),
  language('Python', /\bpython\b|\bpip install\b/, 'python', 'py'),
  language('JavaScript', /\bjavascript\b|\bnode\.?js\b|\bjs\b/, 'javascript', 'js', 'jsx'),
  language('TypeScript', /\btypescript\b|\btsconfig\b/, 'typescript', 'ts', 'tsx'),
  language('Java', /\bjava\b/, 'java'),
  language('Kotlin', /\bkotlin\b/, 'kotlin'),
  language('C', /\b(?:in|plain|ansi) c\b(?![+#])/, 'c'),
  language('C++', /(?<!\w)c\+\+|\bcpp\b/, 'cpp', 'c++'),
  language('C#', /(?<!\w)c#|\bcsharp\b|\.net\b/, 'csharp', 'cs'),
  language('Objective-C', /\bobjective-?c\b/, 'objectivec', 'objc'),
  language('Rust', /\brust(?:c|lang)?\b|\bcargo\b|\bborrow checker\b/, 'rust', 'rs'),
  language('Go', /\bgolang\b|\bgoroutines?\b|\b(?:in|with|using|my) go\b/, 'go'),
  language('Ruby', /\bruby\b|\brails\b/, 'ruby', 'rb'),
  language('PHP', /\bphp\b|\blaravel\b/, 'php'),
  language('SQL', /\bsql\b|\bpostgres(?:ql)?\b|\bmysql\b|\bsqlite\b/, 'sql'),
  language('Bash', /\bbash\b|\bshell script\b|\bzsh\b/, 'bash', 'sh', 'shell', 'zsh'),
  language('R', /\bin r\b|\brstudio\b|\bggplot2?\b|\bdplyr\b/, 'r'),
  language('Scala', /\bscala\b/, 'scala'),
  language('Haskell', /\bhaskell\b/, 'haskell'),
  language('Dart', /\bdart\b|\bflutter\b/, 'dart'),
  language('Lua', /\blua\b/, 'lua'),
  language('HTML and CSS', /\bhtml\b|\bcss\b/, 'html', 'css'),
]

const frameworks = wordCues(`
  SwiftUI: swiftui
  UIKit: uikit
  React: react|useeffect|usestate
  Next.js: next\\.?js
  Vue: vue(?:\\.?js)?|nuxt
  Angular: angular
  Svelte: svelte(?:kit)?
  Django: django
  Flask: flask
  FastAPI: fastapi
  Express: express(?:\\.?js)
  Spring: spring boot|springboot
  Rails: rails
  Laravel: laravel
  .NET: \\.net|asp\\.net
  pandas: pandas|dataframes?
  NumPy: numpy
  PyTorch: pytorch
  TensorFlow: tensorflow|keras
  Docker: docker*
  Kubernetes: kubernetes|k8s|kubectl
  Flutter: flutter
  Unity: unity
  Godot: godot
  Tailwind: tailwind
  Postgres: postgres(?:ql)?
  Git: git|github
  AWS: aws|s3|ec2
`)

const errors = wordCues(`
  type errors: typeerrors?|type errors?|is not assignable|does not exist on type|type mismatch|cannot convert
  missing values: nullpointer*|null pointer*|undefined is not|of undefined|of null|nonetype|is undefined|found nil|unwrapp*
  syntax errors: syntaxerrors?|syntax errors?|unexpected token|parse error|indentationerror
  missing modules: modulenotfound*|importerror|cannot find module|no module named|module not found|dependency conflict|unresolved import
  network errors: cors|econnrefused|econnreset|connection refused|timed? ?out|404|401|403|500|502|bad gateway
  permission errors: permission denied|eacces|access denied|not authorized
  index and key errors: indexerror|index out of (?:range|bounds)|out of bounds|keyerror
  memory errors: memory leak*|out of memory|segfault*|segmentation fault|stack overflow|heap
  concurrency errors: race conditions?|deadlock*|data race|mutex|concurrent*
  asynchronous code: unhandled promise|promises?|async|await|callback*
  failing builds: build fails?|build failed|compil* errors?|fail* to compile|linker error|undefined reference|won't compile
  merge conflicts: merge conflicts?|rebase|detached head
  database errors: foreign key|deadlock found|no such table|duplicate key|syntax error at or near
`)

/** How the user asks about code, with what, and what goes wrong. */
export const codingFacets: readonly Facet[] = [
  { id: 'language', title: 'languages', phrase: 'usually works in {}', cues: languages },
  { id: 'framework', title: 'frameworks and tools', phrase: 'uses {}', cues: frameworks },
  { id: 'error', title: 'common errors', phrase: 'often meets {}', cues: errors },
  {
    id: 'asking',
    title: 'how questions are asked',
    phrase: 'usually {}',
    cues: [
      {
        value: 'pastes code',
        holds: ({ whole }) => whole.some((text) => /```|^(?: {4}|\t)\S.*[;{}()]\s*$/m.test(text)),
      },
      {
        value: 'pastes the error',
        holds: ({ whole }) => whole.some((text) => /\b\w*(?:Error|Exception)\b: |Traceback|^\s+at .+:\d+/m.test(text)),
      },
      cue(
        'wants code to be written',
        /\b(?:write|create|make|build|implement|generate|give me)\b.{0,40}\b(?:function|script|code|class|program|app|component|query|regex|test|bot|page|module|api)s?\b/,
      ),
      cue('wants code to be reviewed', /\b(?:review|refactor|clean up|improve|optimi[sz]e|simplify)\b/),
      cue(
        'wants to understand',
        /\b(?:explain|understand|what does|how does|what is the difference|difference between)\b/,
      ),
    ],
  },
]
