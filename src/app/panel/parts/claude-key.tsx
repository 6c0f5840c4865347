import { type FormEvent, useId, useRef } from 'react'
import { useMacShell } from '../model/mac-shell.ts'
import { claudeWords } from '../strings/mac.ts'
import { FailureLine } from './answers.tsx'

/** The key of Claude: into the Keychain where there is one, else how it is set. It is never shown, and goes nowhere but there. */
export function ClaudeKey({ known }: { /** The core has one. */ known: boolean }) {
  const shell = useMacShell()
  const field = useId()
  const input = useRef<HTMLInputElement>(null)
  const state = shell?.state
  if (shell === undefined || state === undefined)
    return (
      <p className="small muted">
        {known ? claudeWords.known : claudeWords.none}
        {!known && <code className="claude-command">{claudeWords.command}</code>}
      </p>
    )
  const keep = async (event: FormEvent) => {
    event.preventDefault()
    const { current } = input
    const key = current?.value.trim() ?? ''
    if (current === null || key === '') return
    if (await shell.ask({ type: 'set-claude-key', key })) current.value = ''
  }
  return (
    <form className="claude-key" onSubmit={(event) => void keep(event)}>
      <p className="small muted" role="status">
        {state.hasClaudeKey ? claudeWords.inKeychain : known ? claudeWords.known : claudeWords.askFor}
      </p>
      <div className="field">
        <label htmlFor={field} className="visually-hidden">
          {claudeWords.field}
        </label>
        <input
          ref={input}
          id={field}
          type="password"
          className="text-field"
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
          placeholder={claudeWords.example}
        />
        <button type="submit" className="plain-button" disabled={shell.busy}>
          {state.hasClaudeKey ? claudeWords.replace : claudeWords.keep}
        </button>
        {state.hasClaudeKey && (
          <button
            type="button"
            className="plain-button"
            disabled={shell.busy}
            onClick={() => void shell.ask({ type: 'forget-claude-key' })}
          >
            {claudeWords.forget}
          </button>
        )}
      </div>
      {shell.error !== undefined && <FailureLine error={shell.error} />}
    </form>
  )
}
