import { type Captures, type Grammar, pattern, readPatterns, type Scene, type SlotReading } from './grammar.ts'
import { surfaceOf, type Utterance } from './utterance.ts'
import { sites } from './web-sites.ts'

const topLevels =
  'com|org|net|io|dev|ai|edu|gov|co|uk|de|fr|es|it|nl|eu|ca|au|in|app|tv|me|info|us|ch|at|se|no|pl|jp|cn|co uk|xyz|news|wiki'
const address = new RegExp(
  `^(?:https?://)?(?:www\\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\\.(?:${topLevels.replace('|co uk', '')})(?::\\d+)?(?:/\\S*)?$`,
)

/** "github dot com slash kysely" as "github.com/kysely". */
function spokenAddress(words: string): string {
  return words
    .trim()
    .replace(/^(?:h ?t ?t ?p ?s? (?:colon )?(?:slash )+)/, '')
    .replace(/\bw ?w ?w (?:dot|\.) ?/, '')
    .replace(/ (?:dot|point) /g, '.')
    .replace(/ slash /g, '/')
    .replace(/ (?:dash|hyphen) /g, '-')
    .replace(/ (?=\.)|(?<=[./]) /g, '')
}

/** The address that is meant, or undefined. */
function urlOf(captured: string, utterance: Utterance): string | undefined {
  const plain = captured.trim().replace(/^(?:the|my|a) /, '')
  const dotted = spokenAddress(plain)
  // an address that was said whole is taken as it was said
  if (address.test(dotted) && !dotted.includes(' '))
    return withScheme(dotted === plain ? surfaceOf(utterance, plain) : dotted)
  const known = sites.get(
    plain.replace(/ (?:homepage|home page|website|web site|site|page|web page|dot com)$/, '').replace(/\.com$/, ''),
  )
  if (known !== undefined) return known
  let spoken = spokenAddress(plain.replace(/ (?:website|site|page|web page|homepage)$/, ''))
  // a name of several words before "dot com" is written together
  if (/^[a-z0-9.]+(?: [a-z0-9.]+){1,3}\.[a-z]{2,}/.test(spoken)) spoken = spoken.replace(/ (?=[a-z0-9 .]*\.)/g, '')
  if (!address.test(spoken)) return undefined
  return withScheme(spoken === plain ? surfaceOf(utterance, plain) : spoken)
}

function withScheme(written: string): string {
  return /^https?:\/\//.test(written) ? written : `https://${written}`
}

function openAddress(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const url = urlOf(captures['url'] ?? '', utterance)
  return url === undefined ? undefined : { url }
}

/** A site by name, unless an application of that name is there. */
function openSite(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const captured = (captures['url'] ?? '').trim()
  const application = scene.applications.resolve(captured)
  if (application !== undefined && application.confidence >= 0.95) return undefined
  return openAddress(captures, utterance)
}

/** "the huffington post website": a search finds what no list has. */
function findSite(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const name = captures['name'] ?? ''
  if (/^ (?:a|this|that|any|some|web|my|our|your|an|another|new|first|second|last|same|your)\b/.test(name))
    return undefined
  return { query: surfaceOf(utterance, name.replace(/^ the /, ' ')) }
}

/** Not for a search engine: SAM's own tools, places, and what is on the disk. */
const otherSearch =
  /(?:^| )(?:recipes?|restaurants?|near me|nearby|nearest|closest|jokes?|tickets?|trains?|taxi|uber|events?|happenings?|menus?|my (?:files?|documents?|photos?|computer|mac|contacts|calendar|notes|mails?|emails?|inbox|messages|location|area|phone)|emails?|mails?|contacts?|calendar|this word|the word|definition|album|saga|trailer|soundtrack|tv show|television|in my|around me|holidays)(?: |$)/

function searchMarked(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const query = (captures['query'] ?? '').replace(/^ (?:for|about|up|me|and find me|and find) (?=.)/, ' ')
  if (query.trim() === '' || /^ (?:it|that|this|the word|a word|the internet)$|\bjokes?$/.test(query)) return undefined
  return { query: surfaceOf(utterance, query) }
}

/** "search wikipedia for black holes": the name of the site narrows a search as well as its address would. */
function searchSite(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const site = captures['site'] ?? ''
  if (!sites.has(site.trim())) return undefined
  return { query: `${surfaceOf(utterance, captures['query'] ?? '')} ${surfaceOf(utterance, site)}` }
}

function searchPlain(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const query = captures['query'] ?? ''
  if (otherSearch.test(query) || query.trim().split(' ').length > 12) return undefined
  return searchMarked(captures, utterance)
}

/** "look up cats"; a longer description of what to look up is as often meant for SAM itself. */
function searchBriefly(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = (captures['query'] ?? '').trim().split(' ')
  return words.length > 3 || /^(?:my|your|his|her|at|to|and)$/.test(words[0] ?? '')
    ? undefined
    : searchPlain(captures, utterance)
}

const engine =
  '(google|the web|the internet|the net|internet|web|online|bing|duckduckgo|duck duck go|safari|the browser|chrome)'
const marked = { open: true, confidence: 0.92, slots: searchMarked }

const patterns = [
  pattern(
    'web.open',
    '(open|open up|go to|go on|visit|take me to|bring up|pull up|load|browse|browse to|navigate to|show me|show|head to|launch|get me to) [the] (website|site|page|web page|web site|url|address|homepage) [(of|for|called|at)] [the] {url}',
    { open: true, slots: openAddress },
  ),
  pattern(
    'web.open',
    '(open|open up|go to|go on|go onto|visit|take me to|bring up|pull up|load|browse|browse to|navigate to|show me|head to|head over to|launch|get me to|bring me to|surf to) [the] {url} [(website|site|web site|homepage|home page|web page|in (safari|chrome|firefox|the browser|my browser|a new tab))]',
    { open: true, confidence: 0.9, slots: openSite },
  ),
  pattern(
    'web.search',
    '(open|open up|go to|visit|take me to|bring up|pull up|load|navigate to|show me|bring me to) {name} (website|web site|homepage|home page|webpage|web page)',
    { open: true, confidence: 0.8, slots: findSite },
  ),
  pattern(
    'web.search',
    `(search|look|check|browse|scan) [on|in|through] ${engine} [(for|about|to find)] {query}`,
    marked,
  ),
  pattern(
    'web.search',
    `(search|look|do a search|run a search|perform a search|find|find me|look up|search up|check|browse|get me results) [(for|up|about)] {query} (on|in|with|using|via|through|over|from) ${engine}`,
    marked,
  ),
  pattern('web.search', '(search|look|look up|search for|check|find) [for|up] {query} online', marked),
  pattern('web.search', '(find out|look up|check|see) online {query}', marked),
  pattern('web.search', '(search|look|go) online (for|about|and (find|search for|look for|look up)) {query}', marked),
  pattern(
    'web.search',
    '[(do|run|perform|make|start)] [a|an] (web|google|internet|online|bing) search [(for|on|about|of)] {query}',
    marked,
  ),
  pattern('web.search', '(search|check|look on|look in|browse) {site} for {query}', { open: true, slots: searchSite }),
  pattern('web.search', '(google|google for|bing for|duckduckgo) {query}', {
    open: true,
    confidence: 0.88,
    slots: googled,
  }),
  pattern(
    'web.search',
    `(use|using|ask|with|on|open|go to) (google|bing|duckduckgo|the web|the internet) [(to|and)] (search|look|find|google|look up|search up) [(for|up|out)] {query}`,
    marked,
  ),
  pattern('web.search', 'search for {query}', { open: true, confidence: 0.75, slots: searchPlain }),
  pattern('web.search', '(look up|search) {query}', { open: true, confidence: 0.7, slots: searchBriefly }),
]

/** "google translate", "google maps" are names. */
function googled(captures: Captures, utterance: Utterance): SlotReading | undefined {
  if (
    /^ (?:translate|maps?|docs?|drive|calendar|earth|photos|play|chrome|home|assistant|search|play music|sheets|slides|meet)$|^ (?:is|was) (?:an? \S+$|founded|owned)/.test(
      captures['query'] ?? '',
    )
  )
    return undefined
  return searchMarked(captures, utterance)
}

/** Pages and web searches. */
export const webGrammar: Grammar = {
  name: 'web',
  read: (utterance, scene) => readPatterns(patterns, utterance, scene),
}
