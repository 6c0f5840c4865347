import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import { SamError } from '../../core/errors.ts'
import { capital } from '../spoken/capital.ts'
import { daysBetween, spokenDay } from '../spoken/clock-times.ts'
import { done, type Tool } from '../tool.ts'
import { createPlaceFinder, readForecast, type WeatherSettings } from '../weather/open-meteo.ts'
import { currentWords, dayWords } from '../weather/weather-words.ts'
import type { WebClient } from '../web/web-client.ts'

const date = z.iso.date().optional()
const input = z.strictObject({
  place: z.string().trim().min(1).max(80).optional().describe('Town; the one of the settings when absent'),
  day: date.describe('The day, today or one of the next seven; now when absent'),
  from: date.describe('First day of several'),
  to: date.describe('The day after the last one'),
  part: z.string().max(40).optional().describe('Part of the day, for example evening'),
  at: z.string().max(40).optional().describe('A time of day'),
})

const mostDays = 4

/** weather.now. */
export function createWeatherTools(settings: WeatherSettings, web: WebClient, clock: Clock): Tool[] {
  const places = createPlaceFinder(settings.placesUrl, web, clock)
  const weather: Tool<z.infer<typeof input>> = {
    name: 'weather.now',
    tier: 'read',
    summary: 'Tells the weather, now or on one of the next days.',
    schema: input,
    timeoutMs: 20_000,
    describe: ({ place, day }) =>
      `Look up the weather${place === undefined ? '' : ` in ${place}`}${day === undefined ? '' : ` on ${day}`}.`,
    async prepare(input) {
      return input.place === undefined ? { input } : { input, effect: 'look-up' }
    },
    async run({ place, day, from, to, at }, { now, signal, turnId }) {
      const forecast = await readForecast(settings, web, places, place, { turnId, signal })
      const first = day ?? from ?? at?.slice(0, 10)
      const wanted = forecast.days.filter(({ date: on }) => {
        if (first === undefined) return false
        return to === undefined || day !== undefined ? on === first : on >= first && on < to
      })
      const output = { place: forecast.place, now: forecast.now, days: wanted.length === 0 ? forecast.days : wanted }
      const today = first !== undefined && daysBetween(now, localDay(first)) === 0
      if (first === undefined || (today && wanted.length <= 1)) return done(currentWords(forecast), { output })
      if (wanted.length === 0) throw new SamError('forecast-too-far', 'The forecast reaches only a week ahead.')
      const sentences = wanted
        .slice(0, mostDays)
        .map((one) => dayWords(forecast.place, capital(spokenDay(localDay(one.date), now).replace(/^on /, '')), one))
      return done(sentences.join(' '), { output })
    },
  }
  return [weather]
}

function localDay(day: string): Date {
  return new Date(`${day}T12:00`)
}
