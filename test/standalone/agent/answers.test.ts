import { describe, expect, it } from 'vitest'
import { told } from './routing.ts'

describe('weather, news, sums and units', () => {
  it.each([
    ['will it snow in Oslo on Saturday', 'weather.now {"day":"2026-05-23","place":"Oslo"}'],
    ['how cold is it outside', 'weather.now'],
    ['should I wear a scarf tomorrow', 'weather.now {"day":"2026-05-21"}'],
    ['weather in Porto this weekend', 'weather.now {"from":"2026-05-23","to":"2026-05-25","place":"Porto"}'],
    ['read me the headlines', 'news.headlines'],
    ['any news about the strike', 'news.headlines {"query":"the strike"}'],
    ["what's 17 times 23", 'math.evaluate {"expression":"17 * 23"}'],
    ['how much is 20 percent of 350', 'math.evaluate {"expression":"20% of 350"}'],
    ['the square root of 81', 'math.evaluate {"expression":"sqrt(81)"}'],
    ['what is seven to the power of three', 'math.evaluate {"expression":"7 ^ 3"}'],
    ['subtract 15 from 100', 'math.evaluate {"expression":"100 - 15"}'],
    ['turn 12 pounds into kilograms', 'units.convert {"value":12,"from":"lb","to":"kg"}'],
    ['how many seconds are in a day', 'units.convert {"value":1,"from":"day","to":"second"}'],
    ['what is 30 celsius in fahrenheit', 'units.convert {"value":30,"from":"degC","to":"degF"}'],
    ['give me the headlines about rowing', 'news.headlines {"query":"rowing"}'],
    ['no, I want to know what seven times eight is', 'math.evaluate {"expression":"7 * 8"}'],
    ['12*7', 'math.evaluate {"expression":"12 * 7"}'],
    ['half a mile in meters', 'units.convert {"value":0.5,"from":"mile","to":"m"}'],
  ])('%s', (text, command) => {
    expect(told(text)).toBe(command)
  })

  it.each([
    'how warm should the oven be',
    'the score was 3-2',
    'what is a storm',
    'how many people live in Oslo',
    'what is the exchange rate of the pound',
  ])('leaves alone: %s', (text) => {
    expect(told(text)).toBe('')
  })
})
