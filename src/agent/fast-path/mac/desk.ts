import { resolveApplication } from '../apps.ts'
import { describe } from '../file-description.ts'
import { type Captures, type Grammar, pattern, readPatterns, type Scene, type SlotReading } from '../grammar.ts'
import { readNumber, readOrdinal } from '../numbers.ts'
import { surfaceOf, type Utterance } from '../utterance.ts'

function app(captures: Captures, _utterance: Utterance, scene: Scene): SlotReading | undefined {
  const said = (captures['app'] ?? '').trim()
  if (
    /^(?:it|this|that|this app|this window|that app|the app|this application|the current app|the window)$/.test(said)
  ) {
    const { lastApp } = scene.context
    return lastApp === undefined ? { slots: {}, missing: 'app' } : { app: lastApp }
  }
  const found = resolveApplication(said.replace(/ (?:app|application|window|windows)$/, ''), scene)
  return found === undefined || found.confidence < 0.85 ? undefined : { app: found.name }
}

/** A file by its description; "it" and "this file" by what was found before. */
function file(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const words = captures['query'] ?? ''
  if (
    /^ (?:(?:the|this|that|these|those) )?(?:it|this|that|them|file|files|document|folder|one|these|those|selected (?:file|files)|selection)$/.test(
      words,
    )
  )
    return { slots: {}, missing: 'query' }
  const position = / ?(?:the )?(.+?) (?:one|file|result|document)$/.exec(words)?.[1]?.trim().split(' ')
  if (position !== undefined) {
    const read = readOrdinal(position, 0)
    if (read !== undefined && read.length === position.length) return { position: read.value }
  }
  const read = describe(words, utterance, scene)
  if (read === undefined || !read.certain || Object.keys(read.slots).length === 0) return undefined
  return { slots: read.slots }
}

/** "budget.xlsx to the archive folder", "the invoice into documents". */
function fileTo(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const read = file(captures, utterance, scene)
  const to = captures['to']
  if (read === undefined || to === undefined) return undefined
  const { slots, missing } =
    'slots' in read && typeof read['slots'] === 'object'
      ? (read as { slots: Record<string, string>; missing?: string })
      : { slots: read as Record<string, string> }
  const place = surfaceOf(
    utterance,
    to.replace(/^ (?:the|my|a) (?=.)/, ' ').replace(/(?<=.) (?:folder|directory)$/, ''),
  )
  return { slots: { ...slots, destination: place }, ...(missing === undefined ? {} : { missing }) }
}

function newName(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const read = fileTo(captures, utterance, scene)
  if (read === undefined) return undefined
  const { slots, missing } = read as { slots: Record<string, string>; missing?: string }
  const { destination: _folder, ...rest } = slots
  return {
    slots: { ...rest, name: surfaceOf(utterance, captures['to'] ?? '') },
    ...(missing === undefined ? {} : { missing }),
  }
}

/** What follows "the file called" is its name, whatever it sounds like. */
function fileNamed(captures: Captures, utterance: Utterance): SlotReading {
  return { query: surfaceOf(utterance, captures['query'] ?? '') }
}

function folder(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const name = captures['name']
  if (name === undefined) return { slots: {}, missing: 'name' }
  const place = / (?:in|on|inside) (?:the |my )?(desktop|documents|downloads|pictures|movies|music)(?: folder)?$/.exec(
    name,
  )
  const plain = place === null ? name : name.slice(0, place.index)
  const to = place?.[1]
  return {
    name: surfaceOf(utterance, plain.replace(/^ (?:called|named|for) (?=.)/, ' ')),
    ...(to === undefined ? {} : { destination: to }),
  }
}

function recent(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const read = describe(` ${captures['query'] ?? 'files'}`, utterance, scene)
  const { kind, from, to } = read?.slots ?? {}
  if (captures['query'] !== undefined && (read === undefined || read.slots['query'] !== undefined)) return undefined
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

function tab(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = (captures['query'] ?? '').replace(/^ (?:the|my) (?=.)/, ' ').replace(/^ (?:with|about|for) (?=.)/, ' ')
  const list = words.trim().split(' ')
  if (/^ (?:this|that|current|active|it|the|my)$/.test(words) || words === '') return {}
  if (/^ (?:new|other|all|every|an?)$|^ (?:an? )?(?:link|it|this|that)\b.*\bin\b/.test(words)) return undefined
  const position = readOrdinal(list, 0) ?? (list[0] === 'number' ? readNumber(list.slice(1), 0) : undefined)
  if (position !== undefined && /^(?:number )?\S+(?: \S+)?$/.test(words.trim()) && position.value > 0)
    return { position: position.value }
  return { query: surfaceOf(utterance, words) }
}

const clip = '(clipboard|pasteboard|clip board)'

const patterns = [
  pattern('apps.hide', '(hide) {app} [window|windows]', { slots: app }),
  pattern('apps.kill', '(force quit|force close|force kill|kill off|force stop) {app}', { slots: app }),
  pattern('apps.kill', 'kill {app} (process|immediately)', { slots: app }),
  pattern('apps.kill', 'force {app} to (quit|close|stop|exit|end)', { slots: app }),
  pattern(
    'apps.list',
    '(what|which|list|show|show me|tell me) [me] [(all|the|my|what|which)] [(the|my)] [(open|running|currently running|active)] (apps|applications|programs) [(are|do i have|are there|i have|have i got)] [(open|running|active|currently running|currently open)] [(right now|now|at the moment|currently)]',
    { slots: runningOnly },
  ),
  pattern(
    'apps.front',
    '(what|which) (app|application|program|window) (am i (in|using|looking at)|is (this|in front|active|frontmost|in the front|in the foreground|focused|open in front))',
    { slots: () => ({}) },
  ),
  pattern(
    'apps.front',
    'what is (the|my) (front|frontmost|active|current|foreground) (app|application|program|window)',
    { slots: () => ({}) },
  ),
  pattern(
    'files.recent',
    '(show|show me|list|open|what are|find|get|give me|see|view|display) [me] [(my|the|all|some)] (recent|recently used|recently opened|latest|last used|most recent|recently edited|recently modified) {query}',
    { slots: recent, confidence: 0.94 },
  ),
  pattern('files.recent', '(what|which) {query} did i (open|work on|use|edit|have open) (recently|lately|last)', {
    slots: recent,
    confidence: 0.94,
  }),
  pattern(
    'files.recent',
    '(what|which) {query} have i (opened|worked on|used|edited|changed|had open) (recently|lately)',
    {
      slots: recent,
      confidence: 0.94,
    },
  ),
  pattern('files.open', 'open [up] [the] (file|document) (called|named|titled) {query}', { slots: fileNamed }),
  pattern(
    'files.find',
    '(find|look for|search for|locate|where is) [me] [(the|a|that|my)] (file|document) (called|named|titled) {query}',
    { slots: fileNamed },
  ),
  pattern(
    'files.recent',
    'what (did i|have i) (work on|worked on|been working on|open|opened) (recently|lately|last)',
    { slots: () => ({}) },
  ),
  pattern('files.reveal', '(reveal|show|show me|highlight|locate|open) {query} in [the] finder', { slots: file }),
  pattern('files.reveal', 'reveal {query}', { slots: file, confidence: 0.85 }),
  pattern(
    'files.empty-trash',
    '(empty|clear|clean|clean out|clear out|take out|purge) [(the|my)] (trash|trash can|bin|recycle bin|rubbish|garbage)',
    { slots: () => ({}) },
  ),
  pattern(
    'files.trash',
    '(move|put|throw|send|drag|toss) {query} (to|in|into|in to) [(the|my)] (trash|bin|trash can|recycle bin)',
    { slots: file },
  ),
  pattern('files.trash', '(delete|trash|remove|erase|throw away|get rid of|bin) {query}', {
    slots: file,
    confidence: 0.85,
  }),
  pattern('files.new-folder', '(create|make|new|add|start) [(a|me a)] [new] (folder|directory) [{name}]', {
    slots: folder,
  }),
  pattern('files.new-folder', '(i need|i want|give me|make me) a [new] folder [for {purpose}] (called|named) {name}', {
    slots: ({ name }, utterance) => folder({ name }, utterance),
  }),
  pattern('files.rename', 'rename {query} (to|as|into) {to}', { slots: newName }),
  pattern('files.copy', '(copy|duplicate) {query} (to|into|in) {to}', { slots: fileTo }),
  pattern('files.copy', '(duplicate|make a copy of|make a duplicate of) {query}', { slots: file }),
  pattern('files.move', '(move|put|send|drag) {query} (to|into|in) {to}', { slots: fileTo, confidence: 0.88 }),
  pattern(
    'finder.selection',
    '(what|which) [(file|files|is|items)] [(do i have|have i|have i got|are|is)] (selected|highlighted) [in [the] finder]',
    { slots: () => ({}) },
  ),
  pattern(
    'finder.selection',
    '(what|which files|which file|what files) (did|have) i [just] (select|selected) [in [the] finder]',
    {
      slots: () => ({}),
    },
  ),
  pattern(
    'finder.selection',
    '(what is my|what is the|show me the|show my) [(finder|current)] selection [in [the] finder]',
    { slots: () => ({}) },
  ),
  pattern(
    'browser.tabs',
    '(list|show|show me|what|which|tell me|how many|what are) [me] [(all|the|my|all my)] [(the|my)] [(open|browser|safari|chrome)] [(open|browser)] tabs [(are|do i have|have i got)] [(open|there)] [in (safari|chrome|the browser|my browser)]',
    { slots: browser },
  ),
  pattern(
    'browser.tab',
    '(what|which) (page|tab|website|site|web page|url) (am i (on|looking at)|is (this|open|in front|active))',
    { slots: () => ({}) },
  ),
  pattern('browser.tab', 'what is the (current|active) (tab|page|url|website|web page)', { slots: () => ({}) }),
  pattern('browser.close-tab', '(close|shut|get rid of|kill) {query} tab [in {app}]', { slots: tab }),
  pattern('browser.close-tab', '(close|shut|get rid of|kill) [the] tab [(with|about|for|called|number)] {query}', {
    slots: tab,
    confidence: 0.9,
  }),
  pattern('browser.close-tab', '(close|shut) tab', { slots: () => ({}) }),
  pattern('browser.switch-tab', '(switch|go|change|jump|move|flip|take me|go back) to {query} tab [in {app}]', {
    slots: tab,
  }),
  pattern('browser.switch-tab', '(switch|go|change|jump|move) to [the] tab [(with|about|for|called|number)] {query}', {
    slots: tab,
    confidence: 0.9,
  }),
  pattern('browser.switch-tab', '(show|show me|open|find|bring up|activate|select) [me] [the] {query} tab [in {app}]', {
    slots: tab,
    confidence: 0.9,
  }),
  pattern(
    'browser.page-text',
    '(read|read out|read aloud|summarize|summarise|what does) [me|to me] (this|the|that|the current) [current] (page|web page|article|website|webpage|site) [(to me|aloud|out loud|say|for me|out)]',
    { slots: () => ({}) },
  ),
  pattern('browser.page-text', 'what (is|does) (this|the) (page|article|website|web page) (about|say)', {
    slots: () => ({}),
  }),
  pattern(
    'clipboard.read',
    `(what is|read|show|show me|tell me what is|read me|read out|what do i have|what have i got) [(on|in)] [(the|my)] [contents of (the|my)] ${clip} [contents]`,
    { slots: () => ({}) },
  ),
  pattern('clipboard.read', 'what did i [(just|last)] copy', { slots: () => ({}) }),
  pattern('clipboard.write', `(copy|put|write|save|place) {text} (to|on|onto|in|into) [(the|my)] ${clip}`, {
    open: true,
    slots: copied,
  }),
  pattern(
    'clipboard.paste',
    '(paste [(it|that|this|here|the clipboard|what i copied|from the clipboard|my clipboard)] [(here|in|now|in here)])',
    { slots: () => ({}) },
  ),
  pattern(
    'screen.capture',
    '(take|make|grab|capture|get|do|snap|save|create) [me] [(a|an|the|another)] (screenshot|screen shot|screen capture|screen grab|screencap|snapshot of (the|my) screen|picture of (the|my) screen) [of (the|my|this) (screen|whole screen|entire screen|display|full screen|desktop)]',
    { slots: () => ({}) },
  ),
  pattern('screen.capture', '[a] (screenshot|screen shot) of (the|this|my|that) [(front|current|active)] window', {
    slots: () => ({ kind: 'window' }),
  }),
  pattern(
    'screen.capture',
    '(take|make|grab|capture|get|do) [(a|an)] (screenshot|screen shot|screen capture) of (the|this|my|that|a|the current|the front) [current|active|front] window',
    { slots: () => ({ kind: 'window' }) },
  ),
  pattern(
    'screen.capture',
    '(take|make|grab|capture|get|do) [(a|an)] (screenshot|screen shot|screen capture) of [(a|the|this)] (selection|area|region|part|part of the screen|selected area|section)',
    { slots: () => ({ kind: 'selection' }) },
  ),
  pattern('screen.capture', 'capture (the|my|this) [(whole|entire)] (screen|display)', { slots: () => ({}) }),
  pattern('screen.capture', 'capture (the|this|that) window', { slots: () => ({ kind: 'window' }) }),
  pattern(
    'screen.capture',
    '(screenshot|screen shot|screen grab|screen capture|screencap) [(this|that|it|please|the screen|my screen)]',
    {
      slots: () => ({}),
    },
  ),
]

/** "show me your apps" is about something else than what runs. */
function runningOnly(_captures: Captures, utterance: Utterance): SlotReading | undefined {
  return / (?:open|running|active)(?= |$)/.test(utterance.line) ? {} : undefined
}

function browser(_captures: Captures, utterance: Utterance): SlotReading | undefined {
  return / safari(?= |$)/.test(utterance.line)
    ? { app: 'Safari' }
    : / chrome(?= |$)/.test(utterance.line)
      ? { app: 'Google Chrome' }
      : {}
}

function copied(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = captures['text'] ?? ''
  return /^ (?:it|this|that|everything|the file|the selection)$/.test(words)
    ? undefined
    : { text: surfaceOf(utterance, words) }
}

/** Applications, files, the browser, the clipboard and the screen, beyond opening and finding. */
export const deskGrammar: Grammar = {
  name: 'desk',
  read(utterance, scene) {
    return utterance.tokens.length > 20 ? undefined : readPatterns(patterns, utterance, scene)
  },
}
