/** Places that no time zone is named for, and what people call zones. */
const places: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'America/New_York':
      'eastern|eastern standard|est|edt|new york city|nyc|boston|washington|washington dc|miami|atlanta|philadelphia|florida|orlando|charlotte|pittsburgh|cleveland|georgia|virginia|pennsylvania|massachusetts|north carolina|new jersey|ohio|east coast|baltimore|usa|united states|america',
    'America/Chicago':
      'central|central standard|cst|cdt|texas|dallas|houston|austin|san antonio|illinois|minneapolis|new orleans|st louis|kansas city|nashville|memphis|milwaukee|wisconsin|minnesota',
    'America/Denver': 'mountain|mountain standard|mst|mdt|colorado|salt lake city|utah|new mexico|albuquerque|montana',
    'America/Phoenix': 'arizona|tucson',
    'America/Los_Angeles':
      'pacific|pacific standard|pst|pdt|california|san francisco|san diego|san jose|la|seattle|portland|las vegas|nevada|oregon|sacramento|silicon valley|west coast|washington state',
    'America/Anchorage': 'alaska',
    'Pacific/Honolulu': 'hawaii',
    'America/Toronto': 'ottawa|montreal|quebec|ontario|canada',
    'America/Vancouver': 'british columbia',
    'America/Edmonton': 'calgary|alberta',
    'America/Mexico_City': 'mexico',
    'America/Sao_Paulo': 'brazil|rio|rio de janeiro|brasilia',
    'America/Argentina/Buenos_Aires': 'argentina|buenos aires',
    'America/Santiago': 'chile',
    'America/Bogota': 'colombia',
    'America/Lima': 'peru',
    'Europe/London':
      'gmt|bst|greenwich|england|uk|united kingdom|britain|great britain|scotland|wales|edinburgh|glasgow|manchester|liverpool|birmingham|oxford|cambridge',
    'Europe/Dublin': 'ireland',
    'Europe/Lisbon': 'portugal|porto',
    'Europe/Paris': 'france|lyon|marseille|nice|cet|cest|central european',
    'Europe/Madrid': 'spain|barcelona|valencia|seville',
    'Europe/Berlin': 'germany|munich|hamburg|frankfurt|cologne|stuttgart|dusseldorf|leipzig',
    'Europe/Rome': 'italy|milan|naples|venice|florence|turin',
    'Europe/Amsterdam': 'netherlands|holland|rotterdam|the hague',
    'Europe/Brussels': 'belgium|antwerp',
    'Europe/Zurich': 'switzerland|geneva|bern|basel',
    'Europe/Vienna': 'austria|salzburg',
    'Europe/Warsaw': 'poland|krakow',
    'Europe/Prague': 'czech republic|czechia',
    'Europe/Budapest': 'hungary',
    'Europe/Bucharest': 'romania',
    'Europe/Sofia': 'bulgaria',
    'Europe/Athens': 'greece',
    'Europe/Stockholm': 'sweden|gothenburg',
    'Europe/Oslo': 'norway|bergen',
    'Europe/Copenhagen': 'denmark',
    'Europe/Helsinki': 'finland',
    'Europe/Kyiv': 'ukraine|kiev|kyiv',
    'Europe/Moscow': 'russia|saint petersburg',
    'Europe/Istanbul': 'turkey|ankara',
    'Asia/Jerusalem': 'israel|tel aviv',
    'Africa/Cairo': 'egypt',
    'Africa/Johannesburg': 'south africa|cape town',
    'Africa/Lagos': 'nigeria',
    'Africa/Nairobi': 'kenya',
    'Africa/Casablanca': 'morocco',
    'Asia/Dubai': 'uae|united arab emirates|abu dhabi',
    'Asia/Riyadh': 'saudi arabia',
    'Asia/Tehran': 'iran',
    'Asia/Karachi': 'pakistan|islamabad|lahore',
    'Asia/Kolkata': 'india|mumbai|delhi|new delhi|bangalore|chennai|hyderabad|calcutta|kolkata',
    'Asia/Kathmandu': 'nepal|kathmandu',
    'Asia/Dhaka': 'bangladesh',
    'Asia/Bangkok': 'thailand',
    'Asia/Ho_Chi_Minh': 'vietnam|hanoi|saigon|ho chi minh city',
    'Asia/Jakarta': 'indonesia',
    'Asia/Manila': 'philippines',
    'Asia/Kuala_Lumpur': 'malaysia',
    'Asia/Shanghai': 'china|beijing|shenzhen|guangzhou',
    'Asia/Tokyo': 'japan|jst|osaka|kyoto',
    'Asia/Seoul': 'korea|south korea|busan',
    'Asia/Taipei': 'taiwan',
    'Australia/Sydney': 'australia|canberra|new south wales',
    'Australia/Melbourne': 'victoria',
    'Pacific/Auckland': 'new zealand|wellington',
    UTC: 'utc|universal|coordinated universal|zulu',
  }).flatMap(([zone, names]) => names.split('|').map((name) => [name, zone] as const)),
)

let cities: Map<string, string> | undefined

/** Cities that time zones are named for: "asia/hong kong" gives "hong kong". Built at the first question. */
function zoneCities(): Map<string, string> {
  cities ??= new Map(
    Intl.supportedValuesOf('timeZone').map((zone) => [
      (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ').toLowerCase(),
      zone,
    ]),
  )
  return cities
}

/** The IANA time zone of a place as people say it ("Tokyo", "the UK", "eastern time zone", "paris france"), where it is known. */
export function timeZoneOf(place: string): string | undefined {
  const plain = place
    .normalize('NFKD')
    .replace(/[\p{M}.'’]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
    .replace(/^the /, '')
    .replace(/ (?:time zone|timezone|time|city|standard)$/, '')
  const known = (name: string) => places.get(name) ?? zoneCities().get(name)
  const found = known(plain)
  if (found !== undefined) return found
  // "paris france": the place, then the country around it.
  const words = plain.split(' ')
  for (let length = words.length - 1; length > 0; length -= 1) {
    const zone = known(words.slice(0, length).join(' '))
    if (zone !== undefined && known(words.slice(length).join(' ')) !== undefined) return zone
  }
  return undefined
}
