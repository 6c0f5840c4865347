import type { Command, Slots } from '../../core/events.ts'
import type { ToolRunner } from '../../tools/ports.ts'
import type { PendingCommand, RoutedRequest } from '../ports.ts'
import { type BriefingPart, briefingOf } from './briefing-part.ts'
import { openSlot, questionFor } from './open-slot.ts'
import { runTool } from './run-tool.ts'
import type { TurnEnd, TurnScope } from './turn-scope.ts'

export interface CommandsEnd extends TurnEnd {
  /** Carried out, in order. */
  done: Command[]
  pending?: PendingCommand
  /** Sections of a briefing that the reply tells. */
  briefing?: BriefingPart
}

export function commandsOf(routed: RoutedRequest): Command[] {
  if (routed.commands !== undefined) return routed.commands
  return routed.intent === undefined ? [] : [{ intent: routed.intent, slots: routed.slots ?? {} }]
}

function told(slots: Slots): string {
  const parts = Object.entries(slots).map(([name, value]) => `${name} ${String(value)}`)
  return parts.length === 0 ? '' : ` with ${parts.join(', ')}`
}

type Step =
  | { ok: true; spoken: string; output?: unknown; undoable?: boolean }
  | { ok: false; spoken: string; outcome: CommandsEnd['outcome'] }

async function runOne(scope: TurnScope, tools: ToolRunner, command: Command, position: number): Promise<Step> {
  const { turnId, request } = scope
  const tier = tools.tierOf(command.intent)
  if (tier === undefined) return { ok: false, spoken: "I can't do that yet.", outcome: 'failed' }
  const call = { callId: `${turnId}-${position + 1}`, tool: command.intent, input: command.slots }
  if (request.dryRun) {
    scope.emit({ type: 'tool-call', turnId, ...call, tier })
    return { ok: true, spoken: `I would use ${command.intent}${told(command.slots)}.` }
  }
  const result = await runTool(scope, tools, call, 'user')
  if (result.ok)
    return { ok: true, spoken: result.spoken, output: result.output, undoable: result.receipt !== undefined }
  const cut = result.code === 'cancelled' || request.signal.aborted
  const outcome = cut ? scope.cutOutcome() : result.refused === true ? 'refused' : 'failed'
  return { ok: false, spoken: result.spoken, outcome }
}

/**
 * Runs the commands of one sentence one after another and says what came of each. The first that fails ends it: what was
 * done stays said, what was not begun is named.
 */
export async function runCommands(scope: TurnScope, tools: ToolRunner, routed: RoutedRequest): Promise<CommandsEnd> {
  const commands = commandsOf(routed)
  const several = commands.length > 1
  const said: string[] = []
  let briefing: BriefingPart | undefined
  let undoable = false
  const done: Command[] = []
  const say = (text: string) => {
    if (text === '') return
    // With several commands the first result is spoken while the next one runs.
    if (several) scope.emit({ type: 'reply-delta', turnId: scope.turnId, text: said.length === 0 ? text : ` ${text}` })
    said.push(text)
  }
  const end = (outcome: CommandsEnd['outcome'], pending?: PendingCommand): CommandsEnd => ({
    outcome,
    reply: said.join(' '),
    model: 'fast-path',
    done,
    ...(pending === undefined ? {} : { pending }),
    ...(briefing === undefined ? {} : { briefing }),
  })
  for (const [position, command] of commands.entries()) {
    if (scope.request.signal.aborted) return end(scope.cutOutcome())
    if (command.intent.startsWith('control.')) continue
    const slot = openSlot(tools, command, routed.missing?.command === position ? routed.missing.slot : undefined)
    if (slot !== undefined) {
      say(questionFor(command.intent, slot))
      return end('done', { command, slot })
    }
    const step = await runOne(scope, tools, command, position)
    if (step.ok) {
      done.push(command)
      undoable ||= step.undoable === true
      if (command.intent === 'briefing.now') briefing = briefingOf(step.output)
      say(step.spoken)
      continue
    }
    // Silence after a cut: nobody listens any more.
    if (!scope.request.signal.aborted) {
      say(step.spoken)
      const left = commands.length - position - 1
      if (left > 0) say(left === 1 ? 'I left the rest undone.' : `I left the other ${left} undone.`)
      if (undoable) say('Say undo to take the last one back.')
    }
    return end(step.outcome)
  }
  for (const note of routed.notes ?? []) say(note)
  return end('done')
}
