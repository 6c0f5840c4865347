import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createLinuxSystem } from '../../../src/tools/platform/linux/linux-system.ts'
import { countMicrophoneUsers } from '../../../src/tools/platform/macos/mac-system.ts'
import { temporaryFolder } from './fixtures.ts'

const assertions = `2026-11-23 07:30:00 +0100
Assertion status system-wide:
   PreventUserIdleSystemSleep     1
Listed by owning process:
   pid 201(coreaudiod): [0x0001] 00:03:21 PreventUserIdleSystemSleep named: "com.apple.audio.BuiltInMicrophoneDevice.context.preventuseridlesleep"
	Created for PID: 812.
   pid 201(coreaudiod): [0x0002] 00:01:02 PreventUserIdleSystemSleep named: "com.apple.audio.AppleUSBAudioEngine:Headset:Input:2.context.preventuseridlesleep"
	Created for PID: 977.
   pid 201(coreaudiod): [0x0003] 00:01:02 PreventUserIdleSystemSleep named: "com.apple.audio.BuiltInSpeakerDevice.context.preventuseridlesleep"
	Created for PID: 640.
   pid 300(caffeinate): [0x0004] 00:01:02 PreventUserIdleSystemSleep named: "keeps input awake"
	Created for PID: 300.
`

it('counts the programs that a Mac holds an input open for', () => {
  expect(countMicrophoneUsers(assertions)).toBe(2)
  expect(countMicrophoneUsers('')).toBe(0)
})

it('counts the recording streams of Linux, and says when it cannot know', async () => {
  const folder = temporaryFolder()
  const { signal } = new AbortController()
  expect(await createLinuxSystem({ PATH: folder }).microphoneUsers(signal)).toBeUndefined()
  fs.writeFileSync(
    path.join(folder, 'pactl'),
    '#!/bin/sh\nprintf "12\\t1\\t40\\tPipeWire\\n13\\t1\\t41\\tPipeWire\\n"\n',
    { mode: 0o755 },
  )
  expect(await createLinuxSystem({ PATH: `${folder}:/usr/bin:/bin` }).microphoneUsers(signal)).toBe(2)
})
