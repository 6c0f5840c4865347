/**
 * Words that stand in commands, for the recogniser: those that are said most where anything may stand (a place, a deed to be
 * reminded of). Others are taken as they are heard.
 */
export const spokenWords: Readonly<Record<string, readonly string[]>> = {
  city: [
    '(london|paris|berlin|madrid|rome|lisbon|dublin|vienna|prague|warsaw|athens|oslo|stockholm|copenhagen|helsinki|amsterdam|brussels|zurich|geneva|munich|barcelona|milan|budapest|istanbul|moscow|kiev)',
    '(new york|boston|washington|chicago|dallas|houston|denver|seattle|san francisco|los angeles|las vegas|miami|atlanta|philadelphia|toronto|montreal|vancouver|mexico city|bogota|lima|sao paulo|buenos aires)',
    '(tokyo|osaka|beijing|shanghai|hong kong|singapore|bangkok|jakarta|manila|seoul|taipei|hanoi|delhi|mumbai|bangalore|dubai|tel aviv|cairo|nairobi|lagos|cape town|johannesburg|casablanca|sydney|melbourne|perth|auckland|honolulu)',
  ],
  unit: [
    '(inches|feet|yards|miles|millimeters|centimeters|meters|kilometers)',
    '(ounces|pounds|grams|kilograms|kilos)',
    '(teaspoons|tablespoons|cups|pints|quarts|gallons|liters|milliliters)',
    '(seconds|minutes|hours|days|weeks)',
  ],
  oneunit: ['(inch|foot|yard|mile|meter|kilometer|ounce|pound|gram|kilo|cup|pint|quart|gallon|liter|day|week|year)'],
  site: [
    '(youtube|google|gmail|google docs|google drive|google maps|facebook|instagram|twitter|reddit|github|wikipedia|amazon|ebay|netflix|linkedin|pinterest|twitch|paypal|bbc|cnn|the guardian|the new york times)',
  ],
  maker: ['(google|microsoft|adobe|apple)'],
  utility: [
    '(activity monitor|disk utility|system settings|system preferences|word|music|mail|maps|notes|finder|news)',
  ],
  deed: [
    '(buy|get|order) {thing}',
    'call {person} [back]',
    'call (the doctor|the dentist|the bank|the plumber|the landlord|the school)',
    'take (out the trash|my medicine|my pills|a break|out the bins)',
    'water the (plants|flowers|garden)',
    'feed the (cat|dog|fish|cats|dogs)',
    'walk the dog',
    'pay the (rent|bill|bills|electricity bill)',
    'pick up (the kids|the laundry|the package|dinner)',
    'do the (laundry|dishes|shopping|washing)',
    'clean the (kitchen|house|bathroom|car)',
    'go to (bed|the gym|the dentist|the doctor|the bank|work)',
    'check the (oven|mail|laundry)',
  ],
  news: ['i (am|will be) (late|running late|on my way|at home|here|busy|ready)', 'i will call (back|later)'],
  period: ['(today|yesterday|this week|last week|this month|last month|last year)'],
  step: [
    '(0|5|10|15|20|25|30|35|40|45|50|55|60|65|70|75|80|85|90|95|100)',
    '(five|ten|fifteen|{tens} [five]|one hundred|a hundred)',
  ],
}
