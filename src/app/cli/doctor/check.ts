import type { CommandContext } from '../command.ts'

/** What one look at the machine found. */
export interface Finding {
  name: string
  ok: boolean
  /** What is there or not, in words. */
  detail: string
  /** The command or step that mends it. */
  remedy?: string
  /** SAM cannot do its main work without it. */
  required: boolean
}

export type CheckContext = Pick<CommandContext, 'environment' | 'home' | 'modelsFolder' | 'offline' | 'signal'>

/** Looks, and leaves nothing behind but the folders SAM uses anyway. Answers one or several findings. */
export type Check = (context: CheckContext) => Promise<Finding | Finding[]> | Finding | Finding[]

export const good = (name: string, detail: string, required = true): Finding => ({ name, ok: true, detail, required })

export const bad = (name: string, detail: string, remedy: string, required = true): Finding => ({
  name,
  ok: false,
  detail,
  remedy,
  required,
})

export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))
