import { describe, extension, notFiles } from './file-description.ts'
import { type Captures, type Grammar, pattern, readPatterns, type Scene, type SlotReading } from './grammar.ts'
import { readNumber, readOrdinal } from './numbers.ts'
import type { Utterance } from './utterance.ts'

function find(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const captured = captures['query'] ?? ''
  const folder = homeFolders.exec(captured)?.groups?.['name']
  if (folder !== undefined) return homeFolder(captured, folder)
  // what a document is about may be anything
  const subject = captured.replace(
    /(?<= (?:document|file|pdf|spreadsheet|presentation)s?) (?:about|called|named|titled) .*$/,
    '',
  )
  if (notFiles.test(subject)) return undefined
  const read = describe(captured, utterance, scene)
  if (read === undefined || (!read.certain && !read.plausible) || Object.keys(read.slots).length === 0) return undefined
  // "a picture of it", "this presentation": what is meant was said before, and is not known here
  if (read.slots['query'] === undefined && referring.test(captured)) return undefined
  // "find pictures" of what is on the web is no matter of the disk; "my pictures" is
  return { slots: read.slots, confidence: read.certain ? 0.93 : 0.8 }
}

const referring = /^ (?:this|that|these|those) | (?:of|about) (?:it|that|this|you|them|him|her|us)$/

/** Needs "my", a date, a name or a place: "do you have any photos" is small talk. */
function findOwn(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const captured = captures['query'] ?? ''
  if (
    !/^ (?:my|the|that|those|all|our|any|all my|all the) /.test(captured) &&
    !/ (?:called|named|from|about) /.test(captured) &&
    !extension.test(captured)
  )
    return undefined
  return find(captures, utterance, scene)
}

function openPosition(captures: Captures): SlotReading | undefined {
  const words = (captures['position'] ?? '').trim().split(' ')
  const read = readOrdinal(words, 0) ?? readNumber(words, 0)
  return read === undefined || read.length !== words.length || read.value === 0 || read.value > 100
    ? undefined
    : { position: read.value }
}

const homeFolders =
  /^ (?:(?:the|my) )?(?<name>downloads?|documents|desktop|pictures|music|movies|home|applications|trash)(?: folder| directory)?$/

/** "open music" is the application; that folder must be called one. */
function homeFolder(captured: string, folder: string): SlotReading | undefined {
  if (!/folder|directory/.test(captured) && !/^(?:downloads?|documents|desktop|pictures|trash)$/.test(folder))
    return undefined
  return { query: folder === 'download' ? 'downloads' : folder, kind: 'folder' }
}

function openDescribed(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const captured = captures['query'] ?? ''
  const folder = homeFolders.exec(captured)?.groups?.['name']
  if (folder !== undefined) return homeFolder(captured, folder)
  if (notFiles.test(captured) || / (?:app|application|website|page|tab|window|door|account)$/.test(captured))
    return undefined
  const read = describe(captured, utterance, scene)
  if (read === undefined || !read.certain || (read.slots['query'] === undefined && read.slots['latest'] === undefined))
    return undefined
  return { slots: read.slots, confidence: 0.85 }
}

/** "fifty one" is a number; "the fifth one" is one of several. */
function openOrdinal(captures: Captures): SlotReading | undefined {
  const words = (captures['position'] ?? '').trim().split(' ')
  return readOrdinal(words, 0) === undefined ? undefined : openPosition(captures)
}

const one = '(one|file|document|result|item|match|photo|picture|pdf|folder|entry|option|hit)'
const options = { open: true, slots: find }
const own = { open: true, slots: findOwn }

const patterns = [
  pattern(
    'files.open',
    `(open|show|show me|take|pick|choose|select|get|view|launch|i want|give me|read) [up] [(the|that)] {position} ${one} [(from|in|on|of) (the|that) (list|results)]`,
    { slots: openOrdinal },
  ),
  pattern(
    'files.open',
    '(open|show|show me|take|pick|choose|select|view) [up] [(file|result|item|option)] [(number|no|result)] {position}',
    { slots: openPosition, confidence: 0.85 },
  ),
  pattern('files.open', `[the] {position} (one|file|result)`, { slots: openOrdinal, confidence: 0.75 }),
  pattern('files.open', '(number|result|option) {position}', { slots: openPosition, confidence: 0.75 }),
  pattern('files.open', '(open|open up|view|pull up|bring up|launch|display) {query}', {
    open: true,
    slots: openDescribed,
  }),
  pattern(
    'files.find',
    'search (my|the|this) (mac|computer|files|documents|disk|laptop|drive|downloads|desktop) for {query}',
    { open: true, slots: onDisk },
  ),
  pattern(
    'files.find',
    '(find|locate|search for|look for|where is|where are) {query} on (my|the|this) (mac|computer|disk|laptop|drive|desktop)',
    { open: true, slots: onDisk },
  ),
  pattern('files.find', '(look|search|check) (on|through) (my|the|this) (mac|computer|disk|laptop|drive) for {query}', {
    open: true,
    slots: onDisk,
  }),
  pattern('files.find', 'where did i (save|store|download|put) {query}', { open: true, slots: saved }),
  pattern(
    'files.find',
    '[(do you|can you)] (find|locate|search for|look for|hunt for|dig up|dig out|track down|search|fetch|bring up|pull up|seek|searching for|looking for|find me|get me|show me|list|show) [me|us|for|up] {query}',
    options,
  ),
  pattern(
    'files.find',
    '(where is|where are|where did i (put|save|store|leave)|where do i have|where have i (put|saved)) {query}',
    own,
  ),
  pattern('files.find', '(do i have|have i got|is there|are there) [any|a|an] {query}', {
    open: true,
    confidence: 0.8,
    slots: findOwn,
  }),
  pattern('files.find', '(what|which) (files|documents|photos|pictures|pdfs|spreadsheets) {query}', {
    open: true,
    slots: findWhich,
  }),
]

/** "which files did i change yesterday". */
function findWhich(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  if (!/ (?:i|my|me|on) /.test(` ${captures['query']} `)) return undefined
  const kind = utterance.tokens[1]?.word ?? ''
  return find(
    {
      query: ` ${kind}${(captures['query'] ?? '').replace(/^ (?:did|have|do) i(?: have)?(?: (?:change|edit|use|work on|make|open|save))?/, '')}`,
    },
    utterance,
    scene,
  )
}

/** Only what is on the disk is saved or downloaded; what is put somewhere needs to be a file by its own words. */
function saved(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  if (/ where did i put /.test(utterance.line) || notFiles.test(captures['query'] ?? ''))
    return findOwn(captures, utterance, scene)
  return onDisk(captures, utterance, scene)
}

function onDisk(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const read = describe(captures['query'] ?? '', utterance, scene)
  return read === undefined ? undefined : { slots: read.slots, confidence: 0.95 }
}

/** Finding and opening what lies on the disk. */
export const filesGrammar: Grammar = {
  name: 'files',
  read: (utterance, scene) => readPatterns(patterns, utterance, scene),
}
