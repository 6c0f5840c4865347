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
    ['Set a timer for ten minutes.', 'Wait, fifteen.', 'Set a timer for fifteen minutes.'],
    ['Set a timer for ten minutes', 'no, for fifteen', 'Set a timer for fifteen minutes'],
    // A day takes no time of day away, and the other way round.
    ['Remind me to call Tom at six', 'no, tomorrow', 'Remind me to call Tom at six p.m. tomorrow'],
    ['Remind me to call Tom at six pm', 'no, tomorrow', 'Remind me to call Tom at six pm tomorrow'],
    ['Remind me to call Tom tomorrow', 'no, at six', 'Remind me to call Tom tomorrow at six'],
    ['Wake me up at six', 'no, Friday', 'Wake me up at six Friday'],
    ['Turn the volume up', 'no, down', 'Turn the volume down'],
    ['Turn on dark mode', 'no, off', 'Turn off dark mode'],
    ['Louder', 'no, quieter', 'quieter'],
    ['Turn it up', 'no, quieter', 'quieter'],
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
    // Said to others, or asks to wait.
    ['Set a timer for ten minutes', 'hold on a minute'],
    ['Set a timer for ten minutes', 'wait a second'],
    ['Set a timer for ten minutes', 'wait five minutes'],
    ['Set a timer for ten minutes', 'sorry, one moment'],
    ['Set a timer for ten minutes', 'no, in a minute'],
    ['Set a timer for ten minutes', "oh, five o'clock"],
    ['Set a timer for ten minutes', 'no, give me five minutes'],
    ['Remind me to call Ana at six', 'wait, Maria'],
    ['Remind me to call Ana at six', 'oh, Maria'],
    ["Text Anna that I'm late", 'certainly not Anna'],
    // One more.
    ['Set a timer for ten minutes', 'actually, set another timer for five minutes'],
    ['Set a timer for ten minutes', 'sorry, also set a timer for five minutes'],
    ['Set a timer for ten minutes', 'oh, and set a timer for five minutes'],
    ['Open Safari', 'actually, open Firefox too'],
    ['Put milk on the shopping list', 'no, and bread'],
    // One of two, or of many words.
    ['Put milk and eggs on the shopping list', 'no, butter'],
    ['Search the web for cheap flights to Krakow', 'I mean trains'],
    ['Search the web for cheap flights to Krakow', 'no, in May'],
    ['Set a timer for ten minutes', 'no, at five'],
    ['Set a timer for ten minutes', 'no, an alarm'],
    // Louder than thirty, not than it was before.
    ['Set the volume to thirty percent', 'no, louder'],
    // Either of two could be meant.
    ['What is nineteen times forty?', 'Sorry, fifty.'],
    ['Who won the match?', 'no, fifteen'],
  ])('are none: %s | %s', (request, words) => {
    expect(corrected(request, words)).toBeUndefined()
  })
})
