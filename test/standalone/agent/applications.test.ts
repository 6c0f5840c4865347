import { describe, expect, it } from 'vitest'
import { route, told } from './routing.ts'

describe('opening and quitting applications', () => {
  it.each([
    ['Fire up Firefox.', 'Firefox'],
    ['hey jarvis, bring up the calculator', 'Calculator'],
    ['Would you mind opening Slack for me, please?', 'Slack'],
    ['could you start visual studio code', 'Visual Studio Code'],
    ['launch VS Code now', 'Visual Studio Code'],
    ['I need the Notes app', 'Notes'],
    ['Take me to Finder', 'Finder'],
    ['switch over to my terminal', 'Terminal'],
    ['Open a terminal window.', 'Terminal'],
    ['open a new terminal window', 'Terminal'],
    // "app" belongs to the name here
    ['Open the App Store.', 'App Store'],
    ['open "Safari"', 'Safari'],
    ['Open, Safari.', 'Safari'],
    ['um, open, uh, Spotify', 'Spotify'],
  ])('%s', (text, app) => {
    expect(told(text)).toBe(`apps.open {"app":"${app}"}`)
  })

  it.each([
    ['Close down Spotify.', 'Spotify'],
    ['kill Chrome', 'Chrome'],
    ['get out of Zoom', 'Zoom'],
    ['please exit the mail app', 'Mail'],
    ['Shut Slack down', 'Slack'],
  ])('%s', (text, app) => {
    expect(told(text)).toBe(`apps.quit {"app":"${app}"}`)
  })

  it('knows a name that was heard or spelled almost right', () => {
    expect(told('Open the turminal.')).toBe('apps.open {"app":"Terminal"}')
    expect(told('Quit Spotifi')).toBe('apps.quit {"app":"Spotify"}')
  })

  it('takes an application at its word that it does not know, when it is called one', () => {
    expect(told('open the Frobnicator app')).toBe('apps.open {"app":"Frobnicator"}')
  })

  it('says which name it does not know', () => {
    expect(route('open the frobnicator')).toMatchObject({ route: 'local', cannot: 'open the frobnicator' })
  })

  it('refers to the application of the turn before', () => {
    expect(told('close it', { lastApp: 'Safari' })).toBe('apps.quit {"app":"Safari"}')
    expect(told('open it again', { lastApp: 'Safari' })).toBe('apps.open {"app":"Safari"}')
    expect(told('quit this app', { lastApp: 'Safari' })).toBe('apps.quit {"app":"Safari"}')
  })

  it('asks which one when there is none', () => {
    expect(route('close it')).toMatchObject({ route: 'command', missing: { command: 0, slot: 'app' } })
    expect(told('open it')).toBe('')
  })
})

describe('pages, searches and files', () => {
  it.each([
    ['go to wikipedia dot org', 'web.open {"url":"https://wikipedia.org"}'],
    ['Visit news dot y combinator dot com', 'web.open {"url":"https://news.ycombinator.com"}'],
    ['open github.com/nodejs/node', 'web.open {"url":"https://github.com/nodejs/node"}'],
    ['Take me to Hacker News', 'web.open {"url":"https://news.ycombinator.com"}'],
    ['google the tallest bridge in Europe', 'web.search {"query":"the tallest bridge in Europe"}'],
    ['Look up penguins.', 'web.search {"query":"penguins"}'],
    ['search wikipedia for volcanoes', 'web.search {"query":"volcanoes wikipedia"}'],
    ['do a web search for cheap flights to Oslo', 'web.search {"query":"cheap flights to Oslo"}'],
    ['Find my lease from 2024', 'files.find {"query":"lease","from":"2024-01-01","to":"2025-01-01"}'],
    ['Where are my downloads?', 'files.find {"query":"downloads","kind":"folder"}'],
    ['find the presentation on climate change', 'files.find {"query":"climate change","kind":"presentation"}'],
    ['Find the Word document about the meeting.', 'files.find {"query":"meeting","kind":"document"}'],
    ['which files did I change yesterday', 'files.find {"from":"2026-05-19","to":"2026-05-20"}'],
    ['Open the newest PDF', 'files.open {"kind":"pdf","latest":true}'],
    ['open the third one', 'files.open {"position":3}'],
  ])('%s', (text, wanted) => {
    expect(told(text)).toBe(wanted)
  })

  it('never looks for a file without knowing anything about it', () => {
    expect(told('find my files')).toBe('')
  })
})
