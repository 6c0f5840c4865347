import { SamError } from '../../../core/errors.ts'
import type { AudioDevicesPort } from '../machine-port.ts'
import { oneNamed } from '../one-named.ts'
import type { LinuxTools } from './linux-tools.ts'

/** PulseAudio, or PipeWire in its place, through pactl. */
export function createLinuxAudioDevices(tools: LinuxTools): AudioDevicesPort {
  const pactl = (args: readonly string[], signal: AbortSignal) => {
    tools.first(['pactl'], 'Sound control', 'pulseaudio-utils')
    return tools.read('pactl', args, 'The sound system', signal)
  }
  const outputs = async (signal: AbortSignal) => {
    const text = await pactl(['list', 'sinks'], signal)
    return text.split(/^Sink #/m).flatMap((block) => {
      const id = /^\s*Name: (\S+)$/m.exec(block)?.[1]
      const name = /^\s*Description: (.+)$/m.exec(block)?.[1]
      return id === undefined ? [] : [{ id, name: name ?? id }]
    })
  }
  return {
    async setInputLevel(change, signal) {
      const percent = /(\d+)%/.exec(await pactl(['get-source-volume', '@DEFAULT_SOURCE@'], signal))?.[1]
      const before = percent === undefined ? undefined : Number(percent)
      const wanted = 'level' in change ? change.level : before === undefined ? undefined : before + change.delta
      if (wanted === undefined) throw new SamError('sound-unreachable', 'The sound system did not tell the level.')
      const after = Math.min(100, Math.max(0, wanted))
      await pactl(['set-source-volume', '@DEFAULT_SOURCE@', `${after}%`], signal)
      return { before, after }
    },
    async setOutput(name, signal) {
      const found = await outputs(signal)
      const current = (await pactl(['get-default-sink'], signal)).trim()
      const names = found.map((one) => one.name)
      const after = oneNamed(names, name, 'device', 'sound output')
      const chosen = found.find((one) => one.name === after)
      await pactl(['set-default-sink', chosen?.id ?? after], signal)
      const before = found.find((one) => one.id === current)?.name
      return { ...(before === undefined ? {} : { before }), after }
    },
  }
}
