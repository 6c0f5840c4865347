import { describe, expect, it } from 'vitest'
import { correctedRequest } from '../../../src/agent/correction/corrected-request.ts'
import { route } from './routing.ts'

const corrected = (request: string, words: string) => correctedRequest(request, words, route)

describe('words that correct the request before', () => {
  it.each([
    ['Wake me up at six.', 'No, make it six fifteen.', 'Wake me up at six fifteen.'],
    ['Set a timer for ten minutes.', 'Sorry, fifteen.', 'Set a timer for fifteen minutes.'],
    ['Set a timer for ten minutes', 'no, half an hour', 'Set a timer for half an hour'],
    ['Set a timer for 10 minutes.', '15, not 10.', 'Set a timer for 15 minutes.'],
    ['Set a timer for 10 minutes.', 'Not 10, 15.', 'Set a timer for 15 minutes.'],
    ['Set a timer for twenty five minutes', 'I said thirty', 'Set a timer for thirty minutes'],
    ['Set a timer for one hour and ten minutes', 'no, fifteen minutes', 'Set a timer for one hour and fifteen minutes'],
    ['Wake me up tomorrow at six', 'no, set it for seven', 'Wake me up tomorrow at seven'],
    ['Wake me up at six', 'no, wake me up at seven', 'wake me up at seven'],
    ['Remind me to call Ana at six', 'no, in ten minutes', 'Remind me to call Ana in ten minutes'],
    ['Set the volume to 30%.', 'Actually 40.', 'Set the volume to 40.'],
  ])('in its numbers and times: %s | %s', (request, words, meant) => {
    expect(corrected(request, words)).toBe(meant)
  })

  it.each([
    ["Text Anna that I'm late.", 'I mean Hanna.', "Text Hanna that I'm late."],
    ["text anna that i'm late", 'no i meant hanna', "text hanna that i'm late"],
    ["Text Anna that I'm late.", 'Hanna, not Anna.', "Text Hanna that I'm late."],
    ['Remind me to call Ana at six.', 'No, Maria.', 'Remind me to call Maria at six.'],
    ['Remind me to buy milk', 'I mean oat milk', 'Remind me to buy oat milk'],
    ['Put milk on the shopping list', 'no, butter', 'Put butter on the shopping list'],
    ['Put milk on the shopping list', 'no, on the hardware list', 'Put milk on the hardware list'],
    ['Open Safari.', 'No, Firefox.', 'Open Firefox.'],
    ['Play some jazz', 'no, some blues', 'Play some blues'],
    ['What time is it in Tokyo?', 'Sorry, in London.', 'What time is it in London?'],
    ['Turn off the wifi', 'I mean bluetooth', 'Turn off the bluetooth'],
    ['Mute the sound', 'actually, unmute it', 'unmute it'],
  ])('in its words: %s | %s', (request, words, meant) => {
    expect(corrected(request, words)).toBe(meant)
  })

  it.each([
    ['Set a timer for ten minutes', 'fifteen'],
    ['Set a timer for ten minutes', 'no'],
    ['Set a timer for ten minutes', 'no, cancel that'],
    ['Set a timer for ten minutes', 'no, thanks'],
    ['Set a timer for ten minutes', 'wait, what'],
    ['Set a timer for ten minutes', 'no, ten minutes'],
    ['Set a timer for ten minutes', 'open Safari'],
    ['Set a timer for ten minutes', 'no, open Safari'],
    ['Turn up the volume', 'no, stop'],
    ['Play some jazz', 'no, dinner is ready'],
    ['Play some jazz', 'no, feed the fish'],
    ['Play some jazz', 'sorry, phone call'],
    ['Play some jazz', 'make it dimmer'],
    ['Open Safari', 'that is the wrong window'],
    ['Call Ana', 'no, later'],
    ['Call Ana', "no, I'll do it myself"],
    ['Remind me to call Ana', 'no, the cellar stays cool even in August'],
    // Either of two could be meant.
    ['What is nineteen times forty?', 'Sorry, fifty.'],
    ['Who won the match?', 'no, fifteen'],
  ])('are none: %s | %s', (request, words) => {
    expect(corrected(request, words)).toBeUndefined()
  })
})
