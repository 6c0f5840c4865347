import { describe, expect, test } from 'vitest'
import { parseCoreLine } from '../../../src/app/electron/core-process/core-line.ts'
import { createWindowPolicy } from '../../../src/app/electron/window/window-policy.ts'

describe('what the window may do', () => {
  const policy = createWindowPolicy()

  test('nothing before there is a panel', () => {
    expect(policy.mayNavigate('http://127.0.0.1:4000/')).toBe(false)
    expect(policy.mayUse('media', 'http://127.0.0.1:4000/', ['audio'])).toBe(false)
  })

  test('then only the panel, and of that only the microphone', () => {
    policy.setPanel('http://127.0.0.1:4000/?token=abc')
    expect(policy.mayNavigate('http://127.0.0.1:4000/')).toBe(true)
    for (const url of [
      'http://127.0.0.1:4001/',
      'https://127.0.0.1:4000/',
      'http://localhost:4000/',
      'http://127.0.0.1:4000@evil.example/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'not a url',
    ]) {
      expect(policy.mayNavigate(url)).toBe(false)
      expect(policy.mayUse('media', url, ['audio'])).toBe(false)
    }
    expect(policy.mayUse('media', 'http://127.0.0.1:4000/', ['audio'])).toBe(true)
    expect(policy.mayUse('media', 'http://127.0.0.1:4000/', ['video'])).toBe(false)
    expect(policy.mayUse('media', 'http://127.0.0.1:4000/', ['audio', 'video'])).toBe(false)
    for (const permission of ['geolocation', 'notifications', 'clipboard-read', 'display-capture', 'openExternal']) {
      expect(policy.mayUse(permission, 'http://127.0.0.1:4000/')).toBe(false)
    }
  })
})

test('the window loads from the panel by HTTP and by its socket, from itself, and from nowhere else', () => {
  const policy = createWindowPolicy()
  policy.setPanel('http://127.0.0.1:4000/?token=a')
  const allowed = ['http://127.0.0.1:4000/assets/a.js', 'ws://127.0.0.1:4000/socket', 'data:text/html,x', 'blob:x']
  const refused = ['http://127.0.0.1:4001/', 'ws://evil.example/', 'https://127.0.0.1:4000/', 'file:///etc/passwd', 'x']
  expect(allowed.filter((url) => !policy.mayLoad(url))).toEqual([])
  expect(refused.filter((url) => policy.mayLoad(url))).toEqual([])
})

describe('lines of the core', () => {
  test('a panel is on this machine, or it is none', () => {
    const line = (url: string) => parseCoreLine(JSON.stringify({ type: 'panel', url }))
    expect(line('http://127.0.0.1:4000/?token=a')).toEqual({ type: 'panel', url: 'http://127.0.0.1:4000/?token=a' })
    for (const url of [
      'http://evil.example/',
      'https://127.0.0.1/',
      'http://127.0.0.1.evil.example/',
      'file:///x',
      '',
    ]) {
      expect(line(url)).toBeUndefined()
    }
  })

  test('states and errors are read with what surrounds them, everything else is passed over', () => {
    expect(parseCoreLine('{"type":"session-state","state":"speaking","atMs":12}')).toEqual({
      type: 'session-state',
      state: 'speaking',
    })
    expect(parseCoreLine('{"type":"error","error":{"code":"x","message":"No."}}')).toEqual({
      type: 'error',
      error: { code: 'x', message: 'No.' },
    })
    for (const line of ['', 'hello', '{"type":"reply-delta"}', '{"type":"session-state","state":"dancing"}', 'null']) {
      expect(parseCoreLine(line)).toBeUndefined()
    }
  })
})
