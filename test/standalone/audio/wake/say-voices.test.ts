import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { sayVoices } from '../../../../src/app/wake/say-voices.ts'
import { encodeWav } from '../../../../src/audio/wav-writer.ts'

/** A stand-in for `say`: it lists voices, or writes its arguments down and a second of sound into the file that it is told. */
function standIn() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-say-test-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  fs.writeFileSync(path.join(folder, 'sound.wav'), encodeWav(new Float32Array(16_000).fill(0.25), 16_000))
  const voices = [
    'Albert              en_US    # Hello! My name is Albert.',
    'Alice               it_IT    # Ciao! Mi chiamo Alice.',
    'Daniel              en_GB    # Hello! My name is Daniel.',
    'Samantha (Enhanced) en_US    # Hello! My name is Samantha.',
  ]
  fs.writeFileSync(path.join(folder, 'voices'), `${voices.join('\\n')}\\n`.replaceAll('\\n', '\n'))
  const script = `#!/bin/sh
cd "${folder}"
if [ "$2" = '?' ]; then cat voices; exit; fi
for each in "$@"; do echo "$each" >> arguments; done
cp sound.wav "$6"
`
  fs.writeFileSync(path.join(folder, 'say'), script, { mode: 0o755 })
  return { folder, environment: { SAM_PLATFORM: 'macos', SAM_MACOS_BIN: folder, PATH: process.env['PATH'] } }
}

const never = new AbortController().signal

it('speaks with the English voices of macOS that sound like people, the words as an argument', async () => {
  const { folder, environment } = standIn()
  const voices = await sayVoices(environment, never)
  expect(voices).toHaveLength(2)
  const sound = await voices[1]?.('-o hey; "sam"', 2)
  expect(sound).toHaveLength(16_000)
  const said = fs.readFileSync(path.join(folder, 'arguments'), 'utf8').trim().split('\n')
  expect(said.slice(0, 5)).toEqual(['-v', 'Samantha (Enhanced)', '-r', '350', '-o'])
  expect(said.slice(-2)).toEqual(['--', '-o hey; "sam"'])
})

it('has none where this is no Mac, or say does not answer', async () => {
  const { folder, environment } = standIn()
  expect(await sayVoices({ ...environment, SAM_PLATFORM: 'linux' }, never)).toEqual([])
  fs.writeFileSync(path.join(folder, 'say'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
  expect(await sayVoices(environment, never)).toEqual([])
})
