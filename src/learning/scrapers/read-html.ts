import { type Handler, Parser } from 'htmlparser2'

/** No page that people read is deeper; the parser's work grows with the square of the depth. */
const mostDepth = 500

class TooDeep extends Error {}

/** Reads HTML, or XML, once from front to back; however broken it is, nothing is thrown. What lies behind too deep a nesting is not read. */
export function readHtml(html: string, handler: Partial<Handler>, options: { xmlMode?: boolean } = {}): void {
  let depth = 0
  const parser = new Parser(
    {
      ...handler,
      onopentag(name, attributes, implied) {
        depth += 1
        if (depth > mostDepth) throw new TooDeep()
        handler.onopentag?.(name, attributes, implied)
      },
      onclosetag(name, implied) {
        depth -= 1
        handler.onclosetag?.(name, implied)
      },
    },
    { decodeEntities: true, ...options },
  )
  try {
    parser.end(html)
  } catch (thrown) {
    if (!(thrown instanceof TooDeep)) throw thrown
  }
}
