import { readHtml } from './read-html.ts'

const blocks = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table td th tr ul'.split(
    ' ',
  ),
)
const silent = new Set(['script', 'style', 'template', 'noscript', 'svg', 'math', 'head', 'iframe', 'object'])

/**
 * HTML as plain text: paragraphs apart, code between backquotes, list items behind dashes. However broken or deep the HTML is, it is read once
 * from front to back.
 */
export function htmlToText(html: string): string {
  let out = ''
  let quiet = 0
  let code = 0
  readHtml(html, {
    onopentag(name) {
      if (silent.has(name)) quiet += 1
      if (quiet > 0) return
      if (name === 'pre') {
        code += 1
        if (code === 1) out += '\n\n```\n'
      } else if (code > 0) return
      else if (name === 'code') out += '`'
      else if (name === 'li') out += '\n- '
      else if (/^h[1-6]$/.test(name)) out += '\n\n## '
      else if (name === 'br' || name === 'tr' || name === 'td' || name === 'th') out += '\n'
      else if (blocks.has(name)) out += '\n\n'
    },
    ontext(text) {
      if (quiet === 0) out += code > 0 ? text : text.replace(/\s+/g, ' ')
    },
    onclosetag(name) {
      if (silent.has(name)) quiet = Math.max(0, quiet - 1)
      if (quiet > 0) return
      if (name === 'pre' && code > 0) {
        code -= 1
        if (code === 0) out = `${out.trimEnd()}\n\`\`\`\n\n`
      } else if (code > 0) return
      else if (name === 'code') out += '`'
      else if (name !== 'li' && name !== 'br' && blocks.has(name)) out += '\n\n'
    },
  })
  return tidy(out)
}

/** Blanks before line ends and more than one empty line go, outside of code. */
function tidy(text: string): string {
  return text
    .split('```')
    .map((part, index) => {
      if (index % 2 === 1) return part
      return part
        .replace(/[ \t]*\n[ \t]*/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
        .replace(/ {2,}/g, ' ')
    })
    .join('```')
    .trim()
}
