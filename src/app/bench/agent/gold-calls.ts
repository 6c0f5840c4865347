/** One request of a person with the call that answers it, in the manner of function-calling benchmarks. */
export interface GoldCall {
  request: string
  tool: string
  input: Record<string, unknown>
}

const gold = (request: string, tool: string, input: Record<string, unknown> = {}): GoldCall => ({
  request,
  tool,
  input,
})

/** Written for this project: at least one for each room of tools, with numbers, choices, dates, lists and left-out keys. */
export const goldCalls: readonly GoldCall[] = [
  gold('I want to draw something, get Pixelmator up', 'apps.open', { app: 'Pixelmator' }),
  gold('I am done with Keynote', 'apps.quit', { app: 'Keynote' }),
  gold('what all is running right now', 'apps.list'),
  gold('get Slack out of my sight', 'apps.hide', { app: 'Slack' }),
  gold('where did I put the lease from spring', 'files.find', { query: 'lease', from: '2026-03-01', to: '2026-05-31' }),
  gold('which spreadsheets did I touch lately', 'files.recent', { kind: 'spreadsheet' }),
  gold('bring up the second of these', 'files.open', { position: 2 }),
  gold('make a place on the desktop for the wedding pictures', 'files.new-folder', { name: 'Wedding pictures' }),
  gold('take me to the website of the city library', 'web.open', { url: 'https://library.example.org' }),
  gold('see what the web says about sourdough hydration', 'web.search', { query: 'sourdough hydration' }),
  gold('half as loud as it can be', 'sound.volume', { level: 50 }),
  gold('a good deal quieter', 'sound.volume', { delta: -25 }),
  gold('not a sound please', 'sound.mute', { muted: true }),
  gold('let me hear it again', 'sound.mute', { muted: false }),
  gold('some Nina Simone would be nice', 'media.play', { query: 'Nina Simone' }),
  gold('this one over and over', 'media.repeat', { kind: 'one' }),
  gold('what is this song', 'media.now-playing'),
  gold('put the window on the left side', 'windows.move', { position: 'left' }),
  gold('my eyes hurt, dim it to a third', 'display.brightness', { level: 33 }),
  gold('nobody may disturb me', 'focus.set', { enabled: true }),
  gold('go to the tab with the recipe', 'browser.switch-tab', { query: 'recipe' }),
  gold('copy this down: gate code 4411', 'clipboard.write', { text: 'gate code 4411' }),
  gold('a picture of just this window', 'screen.capture', { kind: 'window' }),
  gold('do my evening shortcut', 'shortcuts.run', { name: 'Evening' }),
  gold('what eats up the memory', 'system.processes', { kind: 'memory' }),
  gold('is there room left on the disk', 'system.disk'),
  gold('turn the wireless off', 'system.wifi', { enabled: false }),
  gold('do not fall asleep for three hours', 'power.keep-awake', { durationSeconds: 10_800 }),
  gold('seventeen percent of two hundred and forty', 'math.evaluate', { expression: '17% of 240' }),
  gold('how many miles is a marathon, forty two point two kilometres', 'units.convert', {
    value: 42.2,
    from: 'km',
    to: 'miles',
  }),
  gold('how late is it in Nairobi', 'time.now', { place: 'Nairobi' }),
  gold('which day is Christmas', 'time.date', { at: '2026-12-25' }),
  gold('the eggs need seven minutes', 'time.timer', { durationSeconds: 420, name: 'eggs' }),
  gold('I have to be up at a quarter to six', 'time.alarm', { at: '05:45' }),
  gold('how long do the eggs still take', 'time.list', { name: 'eggs' }),
  gold('forget about the egg timer', 'time.cancel', { kind: 'timer', name: 'eggs' }),
  gold('do not let me forget to water the ferns on Friday', 'reminders.create', {
    text: 'water the ferns',
    day: '2026-11-27',
  }),
  gold('what do I still have to do today', 'reminders.list', { day: '2026-11-23' }),
  gold('the ferns are watered', 'reminders.complete', { text: 'water the ferns' }),
  gold('we are out of oat milk', 'lists.add', { text: 'oat milk', list: 'shopping' }),
  gold('what do we need from the shop', 'lists.show', { list: 'shopping' }),
  gold('jot down that the plumber comes by the back door', 'notes.create', {
    text: 'The plumber comes by the back door.',
  }),
  gold('what had I written about the boiler', 'notes.search', { query: 'boiler' }),
  gold('am I free on Tuesday', 'calendar.list', { day: '2026-11-24' }),
  gold('lunch with Ines on Thursday at one', 'calendar.create', { title: 'Lunch with Ines', at: '2026-11-26T13:00' }),
  gold('anything new from the landlord', 'mail.unread', { person: 'landlord' }),
  gold('find the mail with the train tickets', 'mail.search', { query: 'train tickets' }),
  gold('get a mail to Ines ready that I am late', 'mail.draft', { person: 'Ines', body: 'I am late.' }),
  gold('what is the number of the dentist', 'contacts.find', { person: 'dentist', kind: 'phone' }),
  gold('do I need a coat in Oslo tomorrow', 'weather.now', { place: 'Oslo', day: '2026-11-24' }),
  gold('anything about the elections', 'news.headlines', { query: 'elections' }),
  gold('keep in mind that I park on level three', 'memory.remember', { text: 'I park on level three' }),
  gold('where did I park', 'memory.recall', { query: 'park' }),
  gold('what was the last thing you did', 'audit.recent'),
  gold('oh no, take that back', 'undo.last'),
]
