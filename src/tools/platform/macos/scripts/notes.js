// JavaScript for Automation. Arguments: a method and its input as JSON. Answers JSON. Bodies of notes are HTML: text is escaped.
const app = Application('com.apple.Notes')
const longestText = 600

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
const paragraphs = (text) =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => `<div>${line.trim() === '' ? '<br>' : escaped(line)}</div>`)
    .join('\n')

const methods = {
  create({ text, title }) {
    const heading = title === undefined ? '' : `<div><h1>${escaped(title)}</h1></div>\n`
    const note = app.Note({ body: heading + paragraphs(text) })
    app.defaultAccount().defaultFolder().notes.push(note)
    return { id: note.id() }
  },

  search({ query, inTitle, limit }) {
    const named = { name: { _contains: query } }
    const filter = inTitle ? named : { _or: [named, { plaintext: { _contains: query } }] }
    const found = query === undefined ? app.notes : app.notes.whose(filter)
    const dates = found.modificationDate()
    const newest = found
      .id()
      .map((id, index) => ({ id, changed: dates[index].getTime() }))
      .sort((a, b) => b.changed - a.changed)
    const notes = []
    let total = 0
    for (const { id } of newest) {
      if (notes.length >= limit) {
        total = newest.length
        break
      }
      const note = app.notes.byId(id)
      // Notes has no other sign of a deleted one.
      if (note.container().name() === 'Recently Deleted') continue
      const locked = note.passwordProtected()
      const text = locked ? '' : note.plaintext().slice(0, longestText)
      notes.push({ id, title: note.name(), text, attachments: note.attachments.length > 0, locked })
      total = notes.length
    }
    return { notes, total }
  },

  append({ id, text }) {
    const note = app.notes.byId(id)
    note.body = `${note.body()}\n${paragraphs(text)}`
    return null
  },

  takeBack({ id, text }) {
    const note = app.notes.byId(id)
    const body = note.body().trimEnd()
    const added = paragraphs(text)
    if (!body.endsWith(added)) return false
    note.body = body.slice(0, body.length - added.length).trimEnd()
    return true
  },

  remove({ id }) {
    app.delete(app.notes.byId(id))
    return null
  },
}

// biome-ignore lint/correctness/noUnusedVariables: osascript calls it.
function run([method, input]) {
  return JSON.stringify(methods[method](JSON.parse(input)))
}
