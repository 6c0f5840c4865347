import { useQueryClient } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import { SamError, toSamError } from '../../../core/errors.ts'
import type { PageRequest, ShellState } from '../../electron/window/page-bridge.ts'
import { forgetAnswers } from './use-request.ts'

/** The menu bar's application as the page sees it. */
interface MacShell {
  /** Undefined until it has answered. */
  state(): ShellState | undefined
  subscribe(listener: () => void): () => void
  /** Errors: `shell-refused`, in the shell's own words. */
  ask(request: PageRequest): Promise<void>
}

function createMacShell(bridge: SamShell): MacShell {
  const listeners = new Set<() => void>()
  let state: ShellState | undefined
  const change = (next: ShellState) => {
    state = next
    for (const listener of listeners) listener()
  }
  bridge.onState(change)
  const shell: MacShell = {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async ask(request) {
      const answer = await bridge.request(request)
      if (!answer.ok) throw new SamError('shell-refused', answer.message)
      change(answer.state)
    },
  }
  shell.ask({ type: 'read-state' }).catch(() => undefined)
  return shell
}

let one: MacShell | undefined
const none = { state: () => undefined, subscribe: () => () => {} }

/** How the menu bar is, and a way to ask it for something; undefined in a browser. */
export function useMacShell() {
  const answers = useQueryClient()
  if (window.samShell !== undefined) one ??= createMacShell(window.samShell)
  const shell = one
  const state = useSyncExternalStore(shell?.subscribe ?? none.subscribe, shell?.state ?? none.state)
  const [error, setError] = useState<SamError>()
  const [busy, setBusy] = useState(false)
  if (shell === undefined) return undefined
  /** Answers whether it was done; what was not is in `error`. */
  const ask = async (request: PageRequest): Promise<boolean> => {
    setBusy(true)
    setError(undefined)
    try {
      await shell.ask(request)
      // The core was told, too: whether there is a key.
      await forgetAnswers(answers, ['privacy', 'onboarding'])
      return true
    } catch (thrown) {
      setError(toSamError(thrown))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { state, ask, error, busy }
}
