// JavaScript for Automation. Arguments: a method and its input as JSON. Answers JSON.
const app = Application('com.apple.MobileSMS')

const methods = {
  // Messages passes on to SMS by itself what iMessage cannot deliver, where an iPhone allows it.
  send({ to, text }) {
    const account = app.accounts().find((one) => one.serviceType() === 'iMessage')
    if (account === undefined) return { sent: false }
    app.send(text, { to: account.participants.byName(to) })
    return { sent: true }
  },
}

// biome-ignore lint/correctness/noUnusedVariables: osascript calls it.
function run([method, input]) {
  return JSON.stringify(methods[method](JSON.parse(input)))
}
