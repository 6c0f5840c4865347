import { HeldOut } from '../../learning/dataset/held-out.ts'
import { frozenSuites } from '../../learning/proof/night-data.ts'

/** Everything that the frozen suites of proof ask: no training set may hold it. */
export function questionsOfProof(): HeldOut {
  return new HeldOut(
    frozenSuites().flatMap(({ items }) =>
      items.flatMap(({ chat }) => [
        ...chat.messages.flatMap(({ role, content }) => (role === 'user' ? [content] : [])),
        chat.begun ?? '',
      ]),
    ),
  )
}
