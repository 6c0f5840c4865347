// JavaScript for Automation. Arguments: a method and its input as JSON. Answers JSON. What System Events does for the whole desktop.
const events = Application('com.apple.systemevents')

const keys = {
  'brightness-down': () => events.keyCode(145),
  'brightness-up': () => events.keyCode(144),
  paste: () => events.keystroke('v', { using: 'command down' }),
  lock: () => events.keystroke('q', { using: ['control down', 'command down'] }),
}
const commands = {
  restart: () => events.restart(),
  'shut-down': () => events.shutDown(),
  'log-out': () => events.logOut(),
}

const methods = {
  setHidden({ bundleId, hidden }) {
    const found = events.processes.whose({ bundleIdentifier: bundleId })
    if (found.length === 0) return false
    found[0].visible = !hidden
    return true
  },
  processIds: ({ bundleId }) => events.processes.whose({ bundleIdentifier: bundleId }).unixId(),
  setDarkMode({ dark }) {
    const preferences = events.appearancePreferences
    const before = preferences.darkMode()
    preferences.darkMode = dark
    return before
  },
  press({ key, times }) {
    for (let count = 0; count < times; count += 1) keys[key]()
    return null
  },
  command({ command }) {
    commands[command]()
    return null
  },
}

// biome-ignore lint/correctness/noUnusedVariables: osascript calls it.
function run([method, input]) {
  return JSON.stringify(methods[method](JSON.parse(input)))
}
