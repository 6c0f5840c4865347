import { describe, expect, it } from 'vitest'
import { route, told } from './routing.ts'

describe('talk about commands is no command', () => {
  it.each([
    "Don't open Safari.",
    'please do not mute the sound',
    'never open Mail again',
    "I don't want you to play music",
    'no need to set a timer',
    'I opened Safari yesterday.',
    'she told me to turn the volume down',
    'he said play the music',
    'I said open Safari',
    'my alarm went off at seven',
    'we played some jazz last night',
    'How do I open Safari?',
    'what does "open the door" mean',
    'can Siri set a timer',
    'should I quit Chrome',
    'did you open Safari',
    'why did you mute the sound',
    'if I open Safari, will it crash',
    'when I say open Safari, you open it',
    'spell "mute"',
    'translate "open the window" into German',
    'tell me a story about a timer',
    'write open Safari',
    'the sound of silence',
    'the volume of a sphere',
    'time flies',
    'open your mouth',
    'close your eyes',
    'quit smoking',
    'Playing games and reading books are my hobbies.',
    'Listening to the sea helps me sleep.',
    'Could you show me a picture of it?',
    "No, don't play music.",
    'I set a timer for five minutes.',
    'we have an alarm at seven',
    'I have a timer running for five minutes',
    'I put the sound on',
    'Put your keys on.',
    'put on your new glasses',
    'put some clothes on',
    "What's a timer?",
    'have you set the timer',
    'before I go set a timer for five minutes',
    'run for president',
    'turn up the heat',
    'turn off the lights',
    'find out who did it',
    'Google is a company.',
    'Safari',
    'thanks for watching!',
    '(music)',
    '[BLANK_AUDIO]',
    '*sighs*',
    '♪ la la ♪',
    "Don't remind me about the ferns.",
    'I texted Lena yesterday',
    'she emptied the bin already',
    'my boss sent an email to everyone',
    'How do I take a screenshot?',
    'what is a reminder',
    'why does it rain so much in Bergen',
    'I moved the window to the left',
    'we scheduled a meeting',
    "please don't restart the Mac",
    'he told me to call Omar',
    'what does dark mode do',
    'explain how email works',
    'never send mail without asking me',
    'I have a meeting at three',
    'the weather was lovely on our trip',
    'my shopping list is long',
    'the news made me sad',
    'a list is a data structure',
    'I remember that summer',
    'lock, stock and barrel',
    'notes of a violin',
    'the window is broken',
    'I used to keep my Mac awake',
    'What would you put on a shopping list?',
    'if I shut down the Mac, is my work lost',
    'when I say lock the screen, do it',
    'writing emails is boring',
    'I wish I could turn off the news',
    "let's not open Mail",
    'my calendar is full',
    'lists help me remember things',
    'Last Friday I went to a meeting of the club.',
    'Great news, the boat floats!',
    'What was the event like?',
    'remember that staying curious is important',
  ])('%s', (text) => {
    expect(told(text)).toBe('')
  })

  it('does nothing now that was meant for later', () => {
    expect(route('open Safari in ten minutes')).toMatchObject({ route: 'local', cannot: 'do things at a later time' })
    expect(route('mute the sound when I leave')).toMatchObject({ cannot: 'do things at a later time' })
    expect(route('tonight play some jazz')).toMatchObject({ cannot: 'do things at a later time' })
  })

  it('has no words to go by in a sound that the recogniser describes', () => {
    expect(route('(music playing)').reason).toBe('no words in it')
  })
})

describe('what SAM has no tool for', () => {
  it.each([
    ['order me a pizza', 'order food'],
    ['turn on the lamp in the kitchen', 'control lights or other devices in the house'],
    ['book a flight to Rome', 'book or buy anything'],
    ['answer the phone', 'send messages or make calls'],
    ['change the wallpaper', 'change that on the screen'],
    ['zip the folder', 'do that with files'],
    ['delete Peter from my contacts', 'change contacts'],
    ['set my status to away', 'do that'],
    ['scan the document', 'do that'],
    ['get me a taxi', 'order a car or a taxi'],
    ['what is the temperature in the kitchen', 'see what sensors in the house say'],
    ["what's the temperature of the wine cooler", 'see what sensors in the house say'],
    ['all kitchen fans on', 'control lights or other devices in the house'],
    ["I don't like the lights, turn them off", 'control lights or other devices in the house'],
    ['I need some more lights', 'control lights or other devices in the house'],
    ['kitchen lights off', 'control lights or other devices in the house'],
    ['overhead light on', 'control lights or other devices in the house'],
    ['set bedroom to 50%', 'control lights or other devices in the house'],
    ['set the bedroom temp to 20 degrees', 'control lights or other devices in the house'],
    ['stop mowing the lawn', 'control lights or other devices in the house'],
    ['are all the windows closed', 'see what sensors in the house say'],
    ['which bedroom windows are open', 'see what sensors in the house say'],
    ["what's the temp in the living room", 'see what sensors in the house say'],
    ["what's the living room temperature", 'see what sensors in the house say'],
  ])('%s', (text, cannot) => {
    expect(route(text)).toMatchObject({ route: 'local', cannot })
  })

  it.each([
    'what is the capital of Portugal',
    'who wrote Don Quixote',
    'tell me a joke',
    'how are you',
    'what is an email',
    'explain what a timer is',
    'what is the ideal temperature of the fridge',
    'she left the lights on',
    'the lights in the office are really bright today',
    'she turned off the lamp',
    'that lamp is nice',
    'I love that lamp',
    'I like the lights in the living room',
    'I think the TV is too loud in bars',
    "I can't see the TV from here",
    'new lamps are expensive',
    'clean air is important',
    'all the lights were on when I came home',
    'what a nice lamp',
    'how bright the lights are',
    'I love pizza',
    'we went from the bedroom to the kitchen',
    'how cold is the water in an olympic pool',
  ])('leaves to the local model: %s', (text) => {
    const routed = route(text)
    expect(routed.route).toBe('local')
    expect(routed.cannot).toBeUndefined()
  })

  it.each([
    'Write an essay about the causes of the French revolution in five paragraphs',
    'compare the pros and cons of nuclear and solar power step by step',
    'write a python function that merges two sorted lists and explain its complexity',
    'Pretend you are a lawyer and draft a rental agreement for a small flat in Berlin',
  ])('escalates: %s', (text) => {
    expect(route(text)).toMatchObject({ route: 'escalate' })
  })
})
