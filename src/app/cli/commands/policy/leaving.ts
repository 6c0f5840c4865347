import { type Config, loadConfig, requestCategories } from '../../../../core/config.ts'
import { SamError } from '../../../../core/errors.ts'
import { writeSetting } from '../../../settings/settings.ts'
import type { CommandContext } from '../../command.ts'

/** What leaves the machine, or is kept of it, is a setting without an end, not a tool that may run for a while. */
interface Permission {
  key: string
  allowed(config: Config): boolean
  meaning: string
  yes: string
  no: string
}

const permissions: Record<string, Permission> = {
  escalation: {
    key: 'claude.allowed',
    allowed: ({ claude }) => claude.allowed,
    meaning: 'Hard questions go to Claude.',
    yes: 'Hard questions may now go to Claude, with private words taken out; "sam audit" shows what was sent.',
    no: 'No question leaves this machine any more.',
  },
  distillation: {
    key: 'distillation.allowed',
    allowed: ({ distillation }) => distillation.allowed,
    meaning: "Claude's answers are kept to learn from.",
    yes: "Claude's answers are now kept on this machine as examples to learn from. Anthropic's terms may limit training on them: read them first.",
    no: "Claude's answers are no longer kept to learn from.",
  },
  'claude-code': {
    key: 'distillation.sessions',
    allowed: ({ distillation }) => distillation.sessions,
    meaning: 'Sessions of Claude Code are read as they are written, to learn from.',
    yes: "Sessions of Claude Code are now read as they are written, and kept on this machine as examples to learn from. Anthropic's terms may limit training on them: read them first.",
    no: 'Sessions of Claude Code are no longer read.',
  },
}

export function isPermission(name: string): boolean {
  return Object.hasOwn(permissions, name)
}

/**
 * Switches a permission on or off; with a category, only for this kind of question. Error `usage` for a category there is
 * not.
 */
export function setPermission(
  { home, output }: CommandContext,
  name: string,
  allowed: boolean,
  category: string | undefined,
): number {
  const permission = permissions[name]
  if (permission === undefined) return 1
  const { key, yes, no } = permission
  if (category === undefined || name !== 'escalation') {
    writeSetting(home, key, String(allowed))
    output.emit({ type: 'policy-setting', name, allowed }, allowed ? yes : no)
    return 0
  }
  const known = requestCategories.find((one) => one === category)
  if (known === undefined)
    throw new SamError('usage', `There are these kinds of questions: ${requestCategories.join(', ')}.`, {
      kind: 'usage',
    })
  const { claude } = loadConfig(home)
  // The first kind that is allowed by name is the only one; nobody who names one means all.
  const before = claude.allowed || !allowed ? claude.categories : []
  const categories = allowed ? [...new Set([...before, known])] : before.filter((one) => one !== known)
  writeSetting(home, 'claude.categories', JSON.stringify(categories))
  if (allowed) writeSetting(home, key, 'true')
  const kinds = categories.length === 0 ? 'No question' : `Hard questions about ${categories.join(', ')}`
  output.emit(
    { type: 'policy-setting', name, allowed: claude.allowed || allowed, categories },
    `${kinds} may go to Claude.`,
  )
  return 0
}

export function listPermissions({ output }: CommandContext, config: Config, spentTodayUsd: number): void {
  for (const [name, { allowed, meaning }] of Object.entries(permissions)) {
    const on = allowed(config)
    const spent =
      name === 'escalation' && on
        ? ` ${dollars(spentTodayUsd)} of ${dollars(config.claude.dailyBudgetUsd)} spent today.`
        : ''
    const record = { type: 'policy-setting', name, allowed: on }
    output.emit(
      name === 'escalation' ? { ...record, categories: config.claude.categories, spentTodayUsd } : record,
      `${name.padEnd(18)} ${(on ? 'allowed' : 'off').padEnd(11)} ${meaning}${spent}`,
    )
  }
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`
}
