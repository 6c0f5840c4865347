import type { Forecast, WeatherDay } from './open-meteo.ts'

/** Weather codes of the WMO (table 4677, as Open-Meteo groups them): up to this code, these words. */
const codes: [upTo: number, words: string][] = [
  [0, 'clear'],
  [1, 'mostly clear'],
  [2, 'partly cloudy'],
  [3, 'cloudy'],
  [48, 'foggy'],
  [57, 'drizzly'],
  [65, 'rainy'],
  [67, 'icy with freezing rain'],
  [77, 'snowy'],
  [82, 'showery'],
  [86, 'snowy with showers'],
  [99, 'stormy with thunder'],
]

export function skyWords(code: number): string {
  return codes.find(([upTo]) => code <= upTo)?.[1] ?? 'changeable'
}

const degrees = (value: number) => `${Math.round(value)} ${Math.abs(Math.round(value)) === 1 ? 'degree' : 'degrees'}`

/** From here on rain is worth a word. */
const likelyPercent = 30

function rainWords({ rainPercent }: WeatherDay): string {
  return rainPercent === undefined || rainPercent < likelyPercent
    ? ''
    : ` The chance of rain is ${rainPercent} percent.`
}

/** "It's 12 degrees and cloudy in Berlin. Today goes up to 15." */
export function currentWords({ place, now, days }: Forecast): string {
  const felt = Math.abs(now.feltDegrees - now.degrees) >= 3 ? `, and feels like ${Math.round(now.feltDegrees)}` : ''
  const [today] = days
  const range =
    today === undefined
      ? ''
      : ` Today goes up to ${Math.round(today.highDegrees)}, down to ${Math.round(today.lowDegrees)}.${rainWords(today)}`
  return `It's ${degrees(now.degrees)} and ${skyWords(now.code)} in ${place}${felt}.${range}`
}

/** "Tomorrow in Berlin will be rainy, between 8 and 12 degrees." */
export function dayWords(place: string, name: string, day: WeatherDay): string {
  const range = `between ${Math.round(day.lowDegrees)} and ${degrees(day.highDegrees)}`
  return `${name} in ${place} will be ${skyWords(day.code)}, ${range}.${rainWords(day)}`
}
