// JavaScript for Automation. Arguments: a method and its input as JSON; moments are whole milliseconds since 1970. Answers JSON.
const app = Application('com.apple.mail')
const longestSubject = 300

const allOf = (conditions) => (conditions.length === 1 ? conditions[0] : { _and: conditions })

// One question for each property of all: a question for each mail would take seconds.
function newest(conditions, limit) {
  const found = app.inbox.messages.whose(allOf(conditions))
  const dates = found.dateReceived()
  if (dates.length === 0) return { messages: [], total: 0 }
  const [subjects, senders, read] = [found.subject(), found.sender(), found.readStatus()]
  const messages = dates.map((date, index) => ({
    subject: (subjects[index] || '').slice(0, longestSubject),
    sender: (senders[index] || '').slice(0, longestSubject),
    receivedAt: date.getTime(),
    unread: !read[index],
  }))
  messages.sort((a, b) => b.receivedAt - a.receivedAt)
  return { messages: messages.slice(0, limit), total: messages.length }
}

function outgoing({ to, subject, body }, visible) {
  const message = app.OutgoingMessage({ subject, content: body, visible })
  app.outgoingMessages.push(message)
  if (to !== undefined) message.toRecipients.push(app.ToRecipient({ address: to }))
  return message
}

const methods = {
  unread: ({ sender, limit }) =>
    newest([{ readStatus: false }, ...(sender === undefined ? [] : [{ sender: { _contains: sender } }])], limit),

  search({ words, sender, from, before, limit }) {
    const conditions = []
    if (words !== undefined)
      conditions.push({ _or: [{ subject: { _contains: words } }, { sender: { _contains: words } }] })
    if (sender !== undefined) conditions.push({ sender: { _contains: sender } })
    if (from !== undefined) conditions.push({ dateReceived: { _greaterThanEquals: new Date(from) } })
    if (before !== undefined) conditions.push({ dateReceived: { _lessThan: new Date(before) } })
    return newest(conditions, limit)
  },

  draft(mail) {
    const message = outgoing(mail, true)
    app.activate()
    return { id: String(message.id()) }
  },

  discardDraft({ id }) {
    app.close(app.outgoingMessages.byId(Number(id)), { saving: 'no' })
    return null
  },

  send: (mail) => ({ sent: outgoing(mail, false).send() !== false }),
}

// biome-ignore lint/correctness/noUnusedVariables: osascript calls it.
function run([method, input]) {
  return JSON.stringify(methods[method](JSON.parse(input)))
}
