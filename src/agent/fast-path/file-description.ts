import type { Slots } from '../../core/events.ts'
import { localDate } from '../../core/local-time.ts'
import { type DateRange, readDateRange } from './date-ranges.ts'
import type { Scene } from './grammar.ts'
import { surfaceOf, type Utterance } from './utterance.ts'

/** What people call a kind of file. */
const kinds: [RegExp, string][] = [
  [/^pdfs?$/, 'pdf'],
  [/^(?:photos?|pictures?|images?|pics?|screenshots?|jpe?gs?|pngs?|wallpapers?|selfies?)$/, 'image'],
  [/^(?:videos?|movies?|clips?|recordings?|mp4s?|screencasts?)$/, 'video'],
  [/^(?:songs?|mp3s?|audio|voice memos?|sound)$/, 'audio'],
  [/^(?:presentations?|slides?|slideshows?|decks?|keynotes?|powerpoints?|pptx?)$/, 'presentation'],
  [/^(?:spreadsheets?|excels?|xlsx?|csvs?|worksheets?)$/, 'spreadsheet'],
  [/^(?:folders?|director(?:y|ies))$/, 'folder'],
  [/^(?:zips?|archives?|dmgs?|tarballs?)$/, 'archive'],
  [/^scripts?$/, 'code'],
  [/^(?:documents?|docs?|docx|word)$/, 'document'],
  [/^(?:files?|attachments?|downloads?)$/, 'file'],
]
const kindOf = (word: string) => kinds.find(([expression]) => expression.test(word))?.[1]

/** Things that are kept as files, so that "find my tax return" needs no word "file". */
const paperwork =
  /(?:^| )(?:tax (?:returns?|forms?|documents?)|taxes|invoices?|receipts?|resumes?|cv|contracts?|lease|thesis|dissertation|essays?|manuscript|cover letters?|letters?|reports?|proposals?|budgets?|statements?|payslips?|pay stubs?|certificates?|diploma|homework|assignments?|notes from|meeting notes|minutes|slides|transcripts?|agreements?|drafts?|forms?|manuals?|scans?|scanned|blueprints?|drawings?|backups?|bank statements?|insurance (?:policy|papers|documents?)|passport scan|portfolio|syllabus|worksheet|outline|screenshots?|spreadsheet|logs?|bills?|quotes?|estimate|nda|w2|1099|boarding pass|itinerary|ebooks?|readme|config|downloads?)(?: |$)/

/** Asked of the web, of a person or of a map, never of the disk. */
export const notFiles =
  /^ (?:the )?(?:web|internet|net|google|youtube|wikipedia) |(?:^| )(?:recipes?|restaurants?|flights?|hotels?|tickets?|trains?|taxi|uber|cab|ride|jokes?|definitions?|synonyms?|near me|nearby|nearest|closest|directions|route|weather|news|headlines|trailer|tv show|television|soundtrack|saga|movie called|album|game|events?|appointments?|meetings?|emails?|mails?|messages?|contacts?|phone|keys?|wallet|glasses|playlist|podcasts?|song called|creative work|on the internet|online|on the web|on google|on amazon|on facebook|on youtube|on netflix|on instagram|stock|price|prices|jobs?|apartments?|doctor|store|stores|shop|shops|way|answer|word(?! (?:document|doc|file))|meaning|information|info|facts?|reviews|scores?|games?|schedules?|lawyers?|babysitter|reservation|bill (?:due|payment)|credit|bank account|insurance quote)(?: |$)/

export const extension =
  /\.(?:pdf|docx?|xlsx?|pptx?|txt|md|csv|jpe?g|png|gif|heic|mp[34]|mov|wav|zip|dmg|pages|numbers|key|html?|json|ya?ml|ts|js|py|swift|rtf|epub|app|log|xml|svg|psd)$/

/** "budget dot xlsx". */
const spokenExtension =
  / dot (pdf|docx?|xlsx?|pptx?|txt|md|csv|jpe?g|png|gif|heic|mp[34]|mov|wav|zip|dmg|json|html?)(?= |$)/

const connective =
  /^(?:the|a|an|my|our|any|all|some|that|this|those|these|of|me|your|for|up|file|files|named|called|titled|about|with|from|on|in|it|is|to|where|one|ones|i|saved|made|created|wrote|written|edited|modified|changed|worked|used|opened|looked|looking|downloaded|took|taken|put|have|was|were|regarding|concerning|related|containing|dated|by|since|at|which|who|please|most|recent|recently|latest|newest|last|new)$/

/** Longer descriptions than this are questions to somebody, not names of files. */
const maximumQueryWords = 7
/** "find the movie Casablanca" is about the world; "my movies from last year" is about the disk. */
const worldly = new Set(['video', 'audio'])

const places =
  / (?:on|in|from|to) (?:my |the |this )?(?:mac|macbook|computer|laptop|disk|hard drive|hard disk|drive|machine|finder|documents|documents folder|downloads|downloads folder|desktop|home folder|files|pictures folder|folders)$/

export interface Described {
  slots: Slots
  /** Something in the words says that a file is meant. */
  certain: boolean
  plausible: boolean
}

/** Takes kind and dates out of a description and leaves the words to look for. */
export function describe(captured: string, utterance: Utterance, scene: Scene): Described | undefined {
  const here = places.test(captured)
  const words = captured
    .replace(spokenExtension, '.$1')
    .replace(places, '')
    .trim()
    .split(' ')
    .filter((word) => word !== '')
  let kind: string | undefined
  let range: DateRange | undefined
  const kept: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const dated =
      range === undefined && (at > 0 || words.length === 1 || /^(?:yesterday|today|last|this)/.test(word))
        ? readDateRange(words, at, scene.context.now)
        : undefined
    if (dated !== undefined && !(at === 0 && words.length === dated.length)) {
      range = dated
      at += dated.length - 1
      continue
    }
    if (word === 'word' && /^(?:document|doc|file)s?$/.test(words[at + 1] ?? '')) continue
    const named = kindOf(word)
    if (
      named !== undefined &&
      (kind === undefined || kind === 'file' || named === 'file') &&
      !(word === 'sound' || word === 'word')
    ) {
      kind = kind === undefined || kind === 'file' ? named : kind
      kept.push(`\u0001${word}`)
      continue
    }
    kept.push(word)
  }
  const trimmed = trimConnectives(kept)
  const query = trimmed.filter((word) => !word.startsWith('\u0001')).join(' ')
  const latest = /\b(?:latest|newest|most recent|last)\b/.test(captured)
  const slots: Slots = {
    ...(query === '' ? {} : { query: surfaceOf(utterance, query) }),
    ...(kind === undefined || kind === 'file' ? {} : { kind }),
    ...(range === undefined ? {} : { from: localDate(range.from), to: localDate(range.to) }),
    ...(latest && range === undefined ? { latest: true } : {}),
  }
  if (query === '' && kind === undefined && range === undefined) return undefined
  const file = extension.test(query) || here || /(?:^| )files?(?: |$)/.test(captured)
  const own = / (?:my|our) /.test(`${captured} `)
  const queryWords = query === '' ? 0 : query.split(' ').length
  if (
    queryWords > maximumQueryWords ||
    /^(?:out|and|a list|list|steps|how|what|if|someone|somebody)\b/.test(captured.trim())
  )
    return undefined
  const known =
    kind !== undefined && kind !== 'file' && (!worldly.has(kind) || own || (range !== undefined && query === ''))
  return {
    slots,
    certain: known || file || paperwork.test(` ${words.join(' ')} `),
    plausible: own && range !== undefined && query !== '',
  }
}

/** "the file called budget about" gives "budget"; words inside stay ("letter to the bank"). */
function trimConnectives(words: string[]): string[] {
  const plain = (word: string | undefined) => (word ?? '').replace('\u0001', '')
  let from = 0
  let to = words.length
  const loose = (word: string | undefined) => word?.startsWith('\u0001') || connective.test(plain(word))
  while (from < to && loose(words[from])) from++
  while (to > from && loose(words[to - 1])) to--
  return words.slice(from, to)
}
