import { SamError } from '../../../core/errors.ts'
import { startOfDay } from '../../../core/local-time.ts'
import type { Grant } from '../../../memory/ports.ts'
import type { Tool } from '../../../tools/tool.ts'
import type { Sam } from '../../sam.ts'
import { type CommandContext, defineCommand, defineGroup } from '../command.ts'
import { withSam } from '../open-sam.ts'
import { isPermission, listPermissions, setPermission } from './policy/leaving.ts'

const dayMs = 24 * 3_600_000
const localTime = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' })

function emitGrant({ output }: CommandContext, { createdAt, expiresAt, ...grant }: Grant): void {
  const until = expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }
  const record = { ...grant, type: 'policy-grant', createdAt: createdAt.toISOString(), ...until }
  const target = grant.target === undefined ? '' : ` for ${grant.target}`
  const end = expiresAt === undefined ? '' : ` until ${localTime.format(expiresAt)}`
  output.emit(record, `${String(grant.id).padStart(3)}  ${grant.effect.padEnd(5)} ${grant.tool}${target}${end}`)
}

/** Errors `tool-unknown`, `usage` (kind usage): a rule for a name or a target that does not exist would protect nothing. */
function requireTool(sam: Sam, name: string, target: string | undefined): Tool {
  if (target?.trim() === '')
    throw new SamError('usage', 'For which target?', { kind: 'usage', remedy: 'sam policy allow --help' })
  const tool = sam.tools.registry.get(name)
  if (tool !== undefined) return tool
  throw new SamError('tool-unknown', `SAM has no tool called "${name}".`, { kind: 'usage', remedy: 'sam policy list' })
}

const meaning = { read: 'free', reversible: 'done', confirm: 'asks first', 'strong-confirm': 'asks twice' }

const list = defineCommand({
  name: 'list',
  summary: 'what SAM may do, what it asks about first, and the rules you made',
  async run(context) {
    return withSam(context, async ({ tools, clock, grants, config, spending }) => {
      const now = clock.wallTime()
      listPermissions(context, config, spending.since(startOfDay(now)).usd)
      for (const { name, tier, summary } of tools.registry.list()) {
        const record = { type: 'policy-tool', tool: name, tier, summary }
        context.output.emit(record, `${name.padEnd(18)} ${meaning[tier].padEnd(11)} ${summary}`)
      }
      for (const grant of grants.list(now)) emitGrant(context, grant)
      return 0
    })
  },
})

const allow = defineCommand({
  name: 'allow',
  summary:
    'let a tool run without asking, for a while; or "escalation" (hard questions to Claude), "distillation", "claude-code"',
  arguments: { '<tool>': 'a name of "sam policy list"' },
  options: {
    target: { type: 'text', value: 'name', summary: 'only for this application, folder, person or kind of question' },
    days: { type: 'integer', value: 'count', minimum: 1, maximum: 365, default: 30, summary: 'how long it holds' },
  },
  async run(context, { arguments: [tool = ''], options: { target, days } }) {
    if (isPermission(tool)) return setPermission(context, tool, true, target)
    return withSam(context, async (sam) => {
      const { tier, rememberForDays } = requireTool(sam, tool, target)
      const createdAt = sam.clock.wallTime()
      const expiresAt = new Date(createdAt.getTime() + days * dayMs)
      const forTarget = target === undefined ? {} : { target }
      emitGrant(context, sam.grants.add({ effect: 'allow', tool, ...forTarget, createdAt, expiresAt }))
      if (tier === 'strong-confirm' && (target === undefined || rememberForDays === undefined))
        context.output.say('SAM asks all the same: what this does is too serious for a rule.')
      return 0
    })
  },
})

const deny = defineCommand({
  name: 'deny',
  summary: 'forbid a tool; it is refused without asking',
  arguments: { '<tool>': 'a name of "sam policy list"' },
  options: {
    target: { type: 'text', value: 'name', summary: 'only for this application, folder, person or kind of question' },
  },
  async run(context, { arguments: [tool = ''], options: { target } }) {
    if (isPermission(tool)) return setPermission(context, tool, false, target)
    return withSam(context, async (sam) => {
      requireTool(sam, tool, target)
      const forTarget = target === undefined ? {} : { target }
      emitGrant(context, sam.grants.add({ effect: 'deny', tool, ...forTarget, createdAt: sam.clock.wallTime() }))
      return 0
    })
  },
})

const forget = defineCommand({
  name: 'forget',
  summary: 'take a rule back',
  arguments: { '<number>': 'the number that "sam policy list" shows' },
  async run(context, { arguments: [number = ''] }) {
    return withSam(context, async ({ grants }) => {
      if (!grants.remove(Number(number)))
        throw new SamError('rule-unknown', `There is no rule ${number}.`, { kind: 'usage', remedy: 'sam policy list' })
      context.output.emit({ type: 'policy-forgotten', id: Number(number) }, `Rule ${number} is gone.`)
      return 0
    })
  },
})

export const command = defineGroup({
  name: 'policy',
  summary: 'what SAM may do: list, allow, deny, forget',
  subcommands: [list, allow, deny, forget],
})
