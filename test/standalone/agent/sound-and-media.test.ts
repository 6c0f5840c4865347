import { describe, expect, it } from 'vitest'
import { route, told } from './routing.ts'

const volume = (slots: object) => `sound.volume ${JSON.stringify(slots)}`

describe('volume', () => {
  it.each([
    ['Volume: 35%', { level: 35 }],
    ['set the volume to thirty-five percent', { level: 35 }],
    ['Put the sound at 70, please', { level: 70 }],
    ['volume one hundred', { level: 100 }],
    ['Set the volume to 140', { level: 100 }],
    ['volume to seven out of ten', { level: 70 }],
    ['Full volume!', { level: 100 }],
    ['turn it all the way up', { level: 100 }],
    ['half volume', { level: 50 }],
    ['turn the sound all the way down', { level: 0 }],
    ['turn it up to sixty', { level: 60 }],
  ])('%s', (text, slots) => {
    expect(told(text)).toBe(volume(slots))
  })

  it.each([
    ['Volume, up.', { delta: 10 }],
    ['crank it up', { delta: 10 }],
    ['a bit less volume', { delta: -5 }],
    ['turn it down a little', { delta: -5 }],
    ['make it a lot louder', { delta: 25 }],
    ['raise the volume by fifteen', { delta: 15 }],
    ['Lower the volume by 15 percent', { delta: -15 }],
    ["It's too loud.", { delta: -10 }],
    // quieter for sure, whatever the loudness was
    ['turn the volume down by half', { delta: -25 }],
  ])('%s', (text, slots) => {
    expect(told(text)).toBe(volume(slots))
  })

  it('asks how loud when that is not said', () => {
    expect(route('set the volume')).toMatchObject({ intent: 'sound.volume', missing: { command: 0, slot: 'level' } })
  })

  it('does not guess how loud it is', () => {
    expect(route("What's the volume?")).toMatchObject({ route: 'local', cannot: 'tell how loud it is' })
  })

  it.each([
    ['Mute.', true],
    ['please mute my computer', true],
    ['turn off the sound', true],
    ['Un-mute, please.', false],
    ['turn the sound back on', false],
    ['take it off mute', false],
  ])('%s', (text, muted) => {
    expect(told(text)).toBe(`sound.mute {"muted":${muted}}`)
  })

  it.each(['sound cut off', 'the sound just cut out', 'my audio keeps cutting off'])(
    'hears a complaint in "%s", and does not mute',
    (text) => {
      expect(route(text).intent).toBeUndefined()
    },
  )

  it('mutes where that is wanted', () => {
    for (const text of ['cut the sound', 'cut the sound off', 'sound off'])
      expect(told(text)).toBe('sound.mute {"muted":true}')
  })

  it('says what it leaves out of "mute for an hour"', () => {
    expect(route('mute the sound for an hour').notes).toEqual(['Say "unmute" when you want sound again.'])
  })
})

describe('music', () => {
  it.each([
    ['Pause.', 'media.pause'],
    ['stop the music', 'media.pause'],
    ['pause Spotify', 'media.pause'],
    ['Next one, please.', 'media.next'],
    ['skip this song', 'media.next'],
    ['Skip it.', 'media.next'],
    ['go back to the previous track', 'media.previous'],
    ['play that from the beginning', 'media.previous'],
    ['Play.', 'media.play'],
    ['resume the podcast', 'media.play'],
    ['play some music', 'media.play'],
    ["What's this song called?", 'media.now-playing'],
    ['who sings this', 'media.now-playing'],
  ])('%s', (text, intent) => {
    expect(told(text)).toBe(intent)
  })

  it.each([
    ['Play So What by Miles Davis.', { query: 'So What by Miles Davis' }],
    ['Play "Hello" by Adele.', { query: 'Hello by Adele' }],
    ['put on some Nina Simone', { query: 'Nina Simone' }],
    ['put some Alicia Keys on', { query: 'Alicia Keys' }],
    ['put your favorite song on', { query: 'your favorite song' }],
    ['play rock and roll', { query: 'rock and roll' }],
    ["play Don't Stop Believing", { query: "Don't Stop Believing" }],
    ['Play Blue in Green on Spotify', { query: 'Blue in Green', app: 'Spotify' }],
  ])('%s', (text, slots) => {
    expect(told(text)).toBe(`media.play ${JSON.stringify(slots)}`)
  })

  it.each(["let's play tennis", 'play dead', 'play with the dog', 'playing is fun', 'play a trick on Tom'])(
    'does not play "%s"',
    (text) => {
      expect(told(text)).toBe('')
    },
  )
})

describe('favourites and playlists', () => {
  it.each([
    ['add this song to my running playlist', 'media.add-to-playlist {"list":"running"}'],
    ['put this song on my playlist called Road Trip', 'media.add-to-playlist {"list":"Road Trip"}'],
    ['like this song', 'media.favorite'],
    ['save this track to my favorites', 'media.favorite'],
    ['remove this song from my favorites', 'media.favorite {"enabled":false}'],
  ])('%s', (text, wanted) => {
    expect(told(text)).toBe(wanted)
  })

  it('asks which playlist', () => {
    expect(route('add this song to my playlist')).toMatchObject({
      intent: 'media.add-to-playlist',
      missing: { slot: 'list' },
    })
  })

  it.each(['i like this song', 'add this to my shopping list', 'add bohemian rhapsody to my running playlist'])(
    '%s is something else',
    (text) => {
      expect(told(text)).not.toMatch(/media\.(?:favorite|add-to-playlist)/)
    },
  )
})
