/** A unit as the maths library knows it, and as people say it. */
export interface SpokenUnit {
  unit: string
  /** How many of `unit` one of it is, where the library has no name for it. */
  factor: number
  one: string
  many: string
}

/** Library name, singular, plural, other names; "=" gives a factor of another unit. American measures, as the library has them. */
const table = `mm,millimeter,millimeters,millimetre,millimetres
cm,centimeter,centimeters,centimetre,centimetres,cms
m,meter,meters,metre,metres
km,kilometer,kilometers,kilometre,kilometres,kms
inch,inch,inches,in
ft,foot,feet
yard,yard,yards,yd,yds
mile,mile,miles,mi
m/s=0.5144444444444445,knot,knots
mg,milligram,milligrams
g,gram,grams,gramme,grammes
kg,kilogram,kilograms,kilo,kilos,kgs
tonne,metric ton,metric tons,tonnes,ton,tons
oz,ounce,ounces
lb,pound,pounds,lbs,lbm
stone,stone,stone,stones
ml,milliliter,milliliters,millilitre,millilitres,mls
cl,centiliter,centiliters,centilitre,centilitres
l,liter,liters,litre,litres
teaspoon,teaspoon,teaspoons,tsp,tsps
tablespoon,tablespoon,tablespoons,tbsp,tbsps
cup,cup,cups
pint,pint,pints
quart,quart,quarts
gallon,gallon,gallons
floz,fluid ounce,fluid ounces
degC,degree Celsius,degrees Celsius,celsius,centigrade,degrees centigrade,c
degF,degree Fahrenheit,degrees Fahrenheit,fahrenheit,f
K,kelvin,kelvins
second,second,seconds,s,sec,secs
minute,minute,minutes,min,mins
hour,hour,hours,h,hr,hrs
day,day,days
week,week,weeks
month,month,months
year,year,years
decade,decade,decades
km/h,kilometer per hour,kilometers per hour,kilometres per hour,kilometers an hour,kph,kmh
mile/h,mile per hour,miles per hour,miles an hour,mph
m/s,meter per second,meters per second,metres per second
acre,acre,acres
hectare,hectare,hectares
m2,square meter,square meters,square metre,square metres
sqft,square foot,square feet
km2,square kilometer,square kilometers,square kilometres
sqmi,square mile,square miles
b,bit,bits
B,byte,bytes
kB,kilobyte,kilobytes
MB,megabyte,megabytes,mb
GB,gigabyte,gigabytes,gigs,gb
TB,terabyte,terabytes,tb
J,joule,joules
kJ,kilojoule,kilojoules
kWh,kilowatt hour,kilowatt hours
W,watt,watts
kW,kilowatt,kilowatts
hp,horsepower,horsepower
Pa,pascal,pascals
bar,bar,bars
psi,pound per square inch,pounds per square inch
deg,degree,degrees
rad,radian,radians`

let names: { exact: Map<string, SpokenUnit>; spoken: Map<string, SpokenUnit> } | undefined

function read() {
  const exact = new Map<string, SpokenUnit>()
  const spoken = new Map<string, SpokenUnit>()
  for (const line of table.split('\n')) {
    const [first = '', one = '', many = '', ...others] = line.split(',')
    const [unit = '', factor] = first.split('=')
    const entry = { unit, factor: factor === undefined ? 1 : Number(factor), one, many }
    // "b" is a bit and "B" a byte: the library's own names keep their case.
    if (factor === undefined) exact.set(unit, entry)
    for (const name of [one, many, ...others]) spoken.set(name.toLowerCase(), entry)
  }
  return { exact, spoken }
}

/** The unit that a name means, spoken or the library's own. */
export function unitNamed(name: string): SpokenUnit | undefined {
  names ??= read()
  const { exact, spoken } = names
  const plain = name.trim().toLowerCase()
  return exact.get(name.trim()) ?? spoken.get(plain) ?? spoken.get(plain.replace(/^degrees? /, ''))
}

/** Every name that is understood. */
export function unitIds(): string[] {
  names ??= read()
  return [...names.exact.keys(), ...names.spoken.keys()]
}

const money =
  /^(?:us |american |canadian |australian )?(?:dollars?|usd|euros?|eur|gbp|pounds sterling|yen|jpy|yuan|rupees?|francs?|bitcoins?|pesos?|rubles?|won|krona|cents?)$/i

export function isMoney(name: string): boolean {
  return money.test(name.trim())
}
