import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import { SamError } from '../../core/errors.ts'
import type { WebClient } from '../web/web-client.ts'

export interface WeatherDay {
  /** Local date, `2026-01-31`. */
  date: string
  code: number
  highDegrees: number
  lowDegrees: number
  /** 0 to 100; absent where the forecast does not say. */
  rainPercent?: number
}

export interface Forecast {
  place: string
  now: { degrees: number; feltDegrees: number; code: number; windSpeed: number }
  /** Today first. */
  days: WeatherDay[]
}

export interface WeatherSettings {
  /** Name of the place that is meant when a question names none; empty: no weather at all. */
  place: string
  units: 'metric' | 'imperial'
  /** Address of a forecast in the form of Open-Meteo's API. */
  forecastUrl: string
  /** Address of its search for places. */
  placesUrl: string
}

const placesSchema = z.looseObject({
  results: z
    .array(
      z.looseObject({
        name: z.string().max(100),
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
      }),
    )
    .optional(),
})
const days = z.array(z.number().nullable())
const forecastSchema = z.looseObject({
  current: z.looseObject({
    temperature_2m: z.number(),
    apparent_temperature: z.number(),
    weather_code: z.number(),
    wind_speed_10m: z.number(),
  }),
  daily: z.looseObject({
    time: z.array(z.iso.date()).max(16),
    weather_code: days,
    temperature_2m_max: days,
    temperature_2m_min: days,
    precipitation_probability_max: days.optional(),
  }),
})

const imperial = { temperature_unit: 'fahrenheit', wind_speed_unit: 'mph' }

/**
 * Weather for a place by its name, eight days.
 * @throws SamError `weather-not-set-up`, `place-unknown`, `weather-unreadable`, and those of the web client
 */
export async function readForecast(
  { place: home, units, forecastUrl }: WeatherSettings,
  web: WebClient,
  places: PlaceFinder,
  wanted: string | undefined,
  request: { turnId: string; signal: AbortSignal },
): Promise<Forecast> {
  if (home === '') {
    throw new SamError('weather-not-set-up', 'I do not look up the weather until you tell me where you are.', {
      remedy: 'sam config set weather.place "Your town"',
    })
  }
  const found = await places.find(wanted ?? home, request)
  const url = new URL(forecastUrl)
  const parameters = {
    latitude: found.latitude.toFixed(3),
    longitude: found.longitude.toFixed(3),
    current: 'temperature_2m,apparent_temperature,weather_code,wind_speed_10m',
    daily: 'weather_code,temperature_2m_max,temperature_2m_min,precipitation_probability_max',
    timezone: 'auto',
    forecast_days: '8',
    ...(units === 'imperial' ? imperial : {}),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  const { current, daily } = await readJson(forecastSchema, url, web, request)
  return {
    place: found.name,
    now: {
      degrees: current.temperature_2m,
      feltDegrees: current.apparent_temperature,
      code: current.weather_code,
      windSpeed: current.wind_speed_10m,
    },
    days: daily.time.flatMap((date, index) => {
      const code = daily.weather_code[index]
      const highDegrees = daily.temperature_2m_max[index]
      const lowDegrees = daily.temperature_2m_min[index]
      const rainPercent = daily.precipitation_probability_max?.[index]
      if (code == null || highDegrees == null || lowDegrees == null) return []
      return [{ date, code, highDegrees, lowDegrees, ...(rainPercent == null ? {} : { rainPercent }) }]
    }),
  }
}

interface Place {
  name: string
  latitude: number
  longitude: number
}

/** Where a place is. What was found is kept for a day: towns do not move, and fewer questions leave the machine. */
export interface PlaceFinder {
  /** Errors: `place-unknown`, `weather-unreadable`, and those of the web client. */
  find(name: string, request: { turnId: string; signal: AbortSignal }): Promise<Place>
}

const keptMs = 24 * 3_600_000
const mostKept = 100

export function createPlaceFinder(placesUrl: string, web: WebClient, clock: Clock): PlaceFinder {
  const kept = new Map<string, { place: Place; atMs: number }>()
  return {
    async find(name, request) {
      const key = name.trim().toLowerCase()
      const known = kept.get(key)
      if (known !== undefined && clock.nowMs() - known.atMs < keptMs) return known.place
      const url = new URL(placesUrl)
      url.searchParams.set('name', name)
      url.searchParams.set('count', '1')
      const [place] = (await readJson(placesSchema, url, web, request)).results ?? []
      if (place === undefined) throw new SamError('place-unknown', `I do not know a place called ${name}.`)
      if (kept.size >= mostKept) kept.clear()
      kept.set(key, { place, atMs: clock.nowMs() })
      return place
    },
  }
}

async function readJson<Schema extends z.ZodType>(
  schema: Schema,
  url: URL,
  web: WebClient,
  request: { turnId: string; signal: AbortSignal },
): Promise<z.infer<Schema>> {
  const text = await web.read({ url, purpose: 'weather', ...request })
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new SamError('weather-unreadable', `${url.host} sent a forecast that I cannot read.`, { cause })
  }
}
