// JavaScript for Automation. Arguments: a method and its input as JSON. Answers JSON. What System Events does for the whole desktop.
const events = Application('com.apple.systemevents')

const command = (letter, ...more) => events.keystroke(letter, { using: ['command down', ...more] })
const keys = {
  'new-tab': () => command('t'),
  'reopen-tab': () => command('t', 'shift down'),
  'next-tab': () => events.keyCode(48, { using: ['control down'] }),
  'previous-tab': () => events.keyCode(48, { using: ['control down', 'shift down'] }),
  'new-window': () => command('n'),
  reload: () => command('r'),
  back: () => command('['),
  forward: () => command(']'),
  'zoom-in': () => command('+'),
  'zoom-out': () => command('-'),
  'actual-size': () => command('0'),
  'page-up': () => events.keyCode(116),
  'page-down': () => events.keyCode(121),
  'line-up': () => events.keyCode(126),
  'line-down': () => events.keyCode(125),
  top: () => events.keyCode(126, { using: ['command down'] }),
  bottom: () => events.keyCode(125, { using: ['command down'] }),
  left: () => events.keyCode(123),
  right: () => events.keyCode(124),
  'select-all': () => command('a'),
  copy: () => command('c'),
  cut: () => command('x'),
  redo: () => command('z', 'shift down'),
  save: () => command('s'),
  print: () => command('p'),
  escape: () => events.keyCode(53),
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
