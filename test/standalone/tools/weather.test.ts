import { afterEach, expect, it } from 'vitest'
import { defaultConfig } from '../../../src/core/config.ts'
import { createWeatherTools } from '../../../src/tools/actions/weather.ts'
import { skyWords } from '../../../src/tools/weather/weather-words.ts'
import { createWebClient } from '../../../src/tools/web/web-client.ts'
import { createTestClock, openMemory, toolContext } from './fixtures.ts'
import { serve } from './web-server.ts'

let server: Awaited<ReturnType<typeof serve>>
afterEach(() => server?.close())

const dates = ['2025-11-22', '2025-11-23', '2025-11-24']
const forecast = {
  current: { temperature_2m: 11.6, apparent_temperature: 8.1, weather_code: 3, wind_speed_10m: 12 },
  daily: {
    time: dates,
    weather_code: [3, 61, 0],
    temperature_2m_max: [13.2, 9, 1.2],
    temperature_2m_min: [6.4, 4, -3],
    precipitation_probability_max: [10, 80, null],
  },
}
const place = { results: [{ name: 'Bergen', latitude: 60.39, longitude: 5.32 }] }

async function weather(
  answers: Parameters<typeof serve>[0],
  settings: { place?: string; units?: 'imperial' } = {},
  time = createTestClock(),
) {
  server = await serve(answers)
  const { clock } = time
  const { audit } = openMemory()
  const [tool] = createWeatherTools(
    {
      ...defaultConfig.weather,
      place: 'Bergen',
      forecastUrl: server.address('/forecast'),
      placesUrl: server.address('/places'),
      ...settings,
    },
    createWebClient({ offline: false, audit, clock }),
    clock,
  )
  if (tool === undefined) throw new Error('no tool')
  const now = new Date('2025-11-22T09:00')
  return (input: object) => tool.run(tool.schema.parse(input), { ...toolContext(), now })
}
const good = { '/forecast': { body: JSON.stringify(forecast) }, '/places': { body: JSON.stringify(place) } }

it('tells the weather now', async () => {
  const ask = await weather(good)
  expect((await ask({})).spoken).toBe(
    "It's 12 degrees and cloudy in Bergen, and feels like 8. Today goes up to 13, down to 6.",
  )
  expect(server.seen.map(({ pathname }) => pathname)).toEqual(['/places', '/forecast'])
  expect(server.seen[1]?.searchParams.get('latitude')).toBe('60.390')
})

it('tells another day and the chance of rain', async () => {
  const ask = await weather(good)
  expect((await ask({ day: '2025-11-23' })).spoken).toBe(
    'Tomorrow in Bergen will be rainy, between 4 and 9 degrees. The chance of rain is 80 percent.',
  )
  expect((await ask({ day: '2025-11-24' })).spoken).toBe('Monday in Bergen will be clear, between -3 and 1 degree.')
  expect((await ask({ from: '2025-11-22', to: '2025-11-25' })).spoken).toMatch(/^Today .*Tomorrow .*Monday /)
})

it('says that it does not know further ahead', async () => {
  const ask = await weather(good)
  await expect(ask({ day: '2026-01-01' })).rejects.toMatchObject({ code: 'forecast-too-far' })
})

it('asks about the place that is named', async () => {
  const ask = await weather(good)
  await ask({ place: 'San José' })
  expect(server.seen[0]?.searchParams.get('name')).toBe('San José')
})

it('looks a place up once a day, and again after it was not found', async () => {
  const time = createTestClock()
  let found = false
  const ask = await weather({ ...good, '/places': () => ({ body: found ? JSON.stringify(place) : '{}' }) }, {}, time)
  const places = () => server.seen.filter(({ pathname }) => pathname === '/places').length
  await expect(ask({})).rejects.toMatchObject({ code: 'place-unknown' })
  found = true
  for (const input of [{}, { place: 'bergen' }, { day: '2025-11-23' }]) await ask(input)
  expect(places()).toBe(2)
  await ask({ place: 'Oslo' })
  expect(places()).toBe(3)
  time.pass(25 * 3_600_000)
  await ask({})
  expect(places()).toBe(4)
  expect(server.seen.filter(({ pathname }) => pathname === '/forecast')).toHaveLength(5)
})

it('sends nothing until a place is set', async () => {
  const ask = await weather(good, { place: '' })
  await expect(ask({ place: 'Oslo' })).rejects.toMatchObject({ code: 'weather-not-set-up', remedy: expect.any(String) })
  expect(server.seen).toEqual([])
})

it('asks for the units of the settings', async () => {
  const ask = await weather(good, { units: 'imperial' })
  await ask({})
  expect(server.seen[1]?.searchParams.get('temperature_unit')).toBe('fahrenheit')
})

it.each([
  ['an unknown place', { ...good, '/places': { body: '{}' } }, 'place-unknown'],
  ['a broken forecast', { ...good, '/forecast': { body: '{"current":{}}' } }, 'weather-unreadable'],
  ['no JSON', { ...good, '/forecast': { body: '<html>' } }, 'weather-unreadable'],
  ['a server in trouble', { ...good, '/forecast': { status: 500, body: '' } }, 'web-refused'],
  ['a lost connection', { ...good, '/forecast': 'cut' as const }, 'web-unreachable'],
])('%s is said as what it is', async (_name, answers, code) => {
  const ask = await weather(answers)
  await expect(ask({})).rejects.toMatchObject({ code })
})

it('has words for every code', () => {
  for (let code = 0; code <= 99; code++) expect(skyWords(code)).toMatch(/^[a-z ]+$/)
})
