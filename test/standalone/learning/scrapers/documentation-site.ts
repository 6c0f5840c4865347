import http from 'node:http'

const text = (words: string) => ({ type: 'text', text: words })
const paragraph = (...inline: unknown[]) => ({ type: 'paragraph', inlineContent: inline })

/** A page in Apple's documentation format, as its site sends them. */
export function documentationPage(framework: string, name: string, links: readonly string[] = []) {
  const references = Object.fromEntries(
    links.map((link) => [
      `doc://x${link}`,
      { kind: 'symbol', role: 'symbol', title: link.split('/').pop(), url: link },
    ]),
  )
  return {
    schemaVersion: { major: 0, minor: 3, patch: 0 },
    identifier: { url: `doc://com.apple/documentation/${framework}/${name}`, interfaceLanguage: 'swift' },
    metadata: {
      title: name,
      role: 'symbol',
      roleHeading: 'Instance Method',
      modules: [{ name: framework }],
      platforms: [
        { name: 'iOS', introducedAt: '13.0' },
        { name: 'macOS', introducedAt: '10.15' },
      ],
    },
    abstract: [
      text(`Adds ${name} to the view, where `),
      { type: 'codeVoice', code: 'length' },
      text(' says how much.'),
    ],
    primaryContentSections: [
      {
        kind: 'declarations',
        declarations: [
          {
            tokens: [
              { kind: 'keyword', text: 'func' },
              { kind: 'text', text: ` ${name}(_ length: CGFloat) -> some View` },
            ],
          },
        ],
      },
      { kind: 'parameters', parameters: [{ name: 'length', content: [paragraph(text('How much, in points.'))] }] },
      {
        kind: 'content',
        content: [
          { type: 'heading', level: 2, text: 'Return Value' },
          paragraph(text('A view with the space around it.')),
          { type: 'heading', level: 2, text: 'Discussion' },
          paragraph(
            text('Use it where views stand too close, as in '),
            { type: 'reference', identifier: 'doc://none', isActive: true },
            text('.'),
          ),
          { type: 'heading', level: 3, text: 'Add it on one side' },
          { type: 'codeListing', syntax: 'swift', code: ['Text("Hello")', `    .${name}(10)`] },
          { type: 'aside', style: 'note', content: [paragraph(text('It adds up when it is used twice.'))] },
          {
            type: 'unorderedList',
            items: [{ content: [paragraph(text('one'))] }, { content: [paragraph(text('two'))] }],
          },
        ],
      },
    ],
    references,
  }
}

/** Serves documentation of `count` pages by path; `asked` counts requests for each page. */
export async function documentationSite(count: number, framework = 'swiftui') {
  const asked = new Map<string, number>()
  const names = Array.from({ length: count }, (_, index) => `member${index}`)
  const server = http.createServer((request, response) => {
    const [, name] = /^\/tutorials\/data\/documentation\/swiftui(?:\/(\w+))?\.json$/.exec(request.url ?? '') ?? [null]
    if (name === null) return void response.writeHead(404).end()
    asked.set(name ?? '', (asked.get(name ?? '') ?? 0) + 1)
    const links =
      name === undefined ? names.map((one) => `/documentation/${framework}/${one}`) : ['/documentation/other/thing']
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(documentationPage(framework, name ?? framework, links)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return {
    asked,
    names,
    site: new URL(`http://127.0.0.1:${port}`),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
