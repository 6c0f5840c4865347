import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { SamError } from '../../../core/errors.ts'
import type { SamEvent } from '../../../core/events.ts'
import { createCollectedOutput } from '../../../tts/collected-output.ts'
import type { Turns } from '../../memory/record-turns.ts'
import { createSpeaker } from '../../open-session.ts'
import type { Sam } from '../../sam.ts'
import { voiceReply } from '../../session/voice-reply.ts'
import { type CommandContext, defineCommand } from '../command.ts'
import { withSam } from '../open-sam.ts'
import { printEvents } from '../print-events.ts'
import { readRequests } from '../read-requests.ts'
import { terminalConsent } from '../terminal-consent.ts'
import { TurnOutcomes } from '../turn-outcomes.ts'
import { writeSound } from '../write-sound.ts'

interface AskOptions {
  dryRun: boolean
  approve: boolean
}

export const command = defineCommand({
  name: 'ask',
  summary: 'one request in words, or one a line from a file',
  arguments: { '[text...]': 'the request; - reads one a line from standard input' },
  options: {
    in: { type: 'text', value: 'file', summary: 'one request per line, all in one conversation; - is standard input' },
    separate: { type: 'flag', summary: 'each request is a conversation of its own' },
    dryRun: { type: 'flag', summary: 'tell what would be done, and do nothing' },
    approve: { type: 'flag', summary: 'yes to what SAM would ask about first, except the most serious' },
    speak: { type: 'text', value: 'out.wav', summary: 'write the spoken replies into this file' },
  },
  examples: [
    'sam ask "open the terminal"',
    'sam ask --in requests.txt --separate --json',
    'sam ask hello --speak hello.wav',
  ],
  async run(context, { arguments: words, options }) {
    const file = options.in ?? (words.length === 1 && words[0] === '-' ? '-' : undefined)
    if (file === undefined && words.length === 0)
      throw new SamError('usage', 'What shall SAM do?', { kind: 'usage', remedy: 'sam ask --help' })
    const requests = file === undefined ? [words.join(' ')] : readRequests(context, file)
    return withSam(context, async (sam) => {
      const outcomes = new TurnOutcomes()
      sam.hub.subscribe((event) => outcomes.see(event))
      showEvents(sam, context)
      const voice = options.speak === undefined ? undefined : createCollectedOutput()
      const speaker = voice === undefined ? undefined : createSpeaker(sam, voice)
      let turns = sam.createTurns()
      for await (const text of requests) {
        // Commands may take no time at all: Ctrl-C, and a reader that has gone away, are seen only between events.
        await setImmediate()
        if (context.signal.aborted) break
        if (options.separate) turns = sam.createTurns()
        const turnId = randomUUID()
        const reply = speaker?.begin(turnId, context.signal)
        await runTurn(turns, sam, context, { turnId, text, options }, reply && voiceReply(reply))
        await reply?.finish()
      }
      const sound = voice?.sound()
      if (options.speak !== undefined && sound !== undefined) await writeSound(options.speak, sound)
      return context.signal.aborted ? 130 : outcomes.exitCode
    })
  },
})

function runTurn(
  turns: Turns,
  sam: Sam,
  context: CommandContext,
  { turnId, text, options }: { turnId: string; text: string; options: AskOptions },
  onReply: ((event: SamEvent) => void) | undefined,
): Promise<void> {
  const ask = terminalConsent(context)
  const emit = (event: SamEvent) => {
    onReply?.(event)
    sam.hub.emit(event)
  }
  return turns.run(
    {
      turnId,
      text,
      origin: 'command-line',
      dryRun: options.dryRun,
      approveConfirm: options.approve,
      signal: context.signal,
    },
    { emit, ...(ask === undefined ? {} : { ask }) },
  )
}

/** Under `--json` everything; for people the reply as it is written, and what went wrong. */
function showEvents(sam: Sam, { output, verbose }: CommandContext): void {
  if (output.json || verbose) {
    printEvents(sam.hub, output)
    return
  }
  let streamed = ''
  sam.hub.subscribe((event) => {
    if (event.type === 'reply-delta') {
      streamed += event.text
      output.write(event.text)
    }
    if (event.type === 'reply-final') {
      output.say(streamed === '' ? event.text : '')
      streamed = ''
    }
  })
}
