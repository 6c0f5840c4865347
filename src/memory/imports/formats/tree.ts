import { countSkip, type ParsedConversation, type ParsedMessage, type SkipReason } from '../conversation.ts'
import { activeBranch, type Node } from './branches.ts'
import { cleanText } from './text.ts'

/** What a message turned out to be: something said, or a reason to leave it out. */
export type Judged = { speaker: 'user' | 'assistant'; text: string } | { skip: SkipReason; instructions?: string }

/** `judged` is undefined for a node without a message, such as the root. */
export type JudgedNode = Node & { judged: Judged | undefined }

/** Text as it is kept, or why not. */
export function said(speaker: 'user' | 'assistant', text: string): Judged {
  const clean = cleanText(text)
  if (clean === undefined) return { skip: 'no-text' }
  return clean === 'too-long' ? { skip: 'too-long' } : { speaker, text: clean }
}

/** Puts the messages of the active branch into the conversation, in order, and those of the other branches beside it. */
export function placeMessages(
  conversation: ParsedConversation,
  nodes: ReadonlyMap<string, JudgedNode>,
  current: string | undefined,
  childrenOf?: (id: string) => readonly unknown[],
): void {
  const active = activeBranch(nodes, current, childrenOf)
  const onBranch = new Set(active)
  const others = [...nodes.keys()].filter((id) => !onBranch.has(id))
  for (const id of active) place(id, (message) => conversation.messages.push(message))
  for (const id of others) {
    place(id, (message) => {
      conversation.alternatives.push({ ...message, parent: keptParent(id) })
      countSkip(conversation, 'other-branch')
    })
  }

  function place(id: string, keep: (message: ParsedMessage) => void): void {
    const { judged, atMs } = nodes.get(id) ?? {}
    if (judged === undefined) return
    if ('skip' in judged) {
      countSkip(conversation, judged.skip)
      const { instructions } = judged
      if (instructions !== undefined && !conversation.instructions.includes(instructions)) {
        conversation.instructions.push(instructions)
      }
      return
    }
    keep({ id, ...judged, atMs })
  }

  /** What it answers: hidden and tool messages between are passed over. */
  function keptParent(id: string): string | undefined {
    const seen = new Set<string>()
    let parent = nodes.get(id)?.parent
    while (parent !== undefined && !seen.has(parent)) {
      const node = nodes.get(parent)
      if (node?.judged !== undefined && 'text' in node.judged) return parent
      seen.add(parent)
      parent = node?.parent
    }
    return undefined
  }
}
