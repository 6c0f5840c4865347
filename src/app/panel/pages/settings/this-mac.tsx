import type { ShellState } from '../../../electron/window/page-bridge.ts'
import { useMacShell } from '../../model/mac-shell.ts'
import { useRequest } from '../../model/use-request.ts'
import { FailureLine, Loading } from '../../parts/answers.tsx'
import { ClaudeKey } from '../../parts/claude-key.tsx'
import { Toggle } from '../../parts/toggle.tsx'
import { macWords } from '../../strings/mac.ts'

type Shell = NonNullable<ReturnType<typeof useMacShell>>

/** What only the application in the menu bar knows and can: permissions, starting at login, quiet, the Keychain. */
export function ThisMac() {
  const shell = useMacShell()
  const privacy = useRequest('privacy.state', {})
  const state = shell?.state
  if (shell === undefined || state === undefined) return <Loading />
  const problem = state.loginItem === 'on' || state.loginItem === 'off' ? undefined : state.loginItem
  return (
    <div className="page-body settings this-mac">
      <section className="setting-group" aria-label={macWords.permissions}>
        <h2>{macWords.permissions}</h2>
        {state.permissions.map((permission) => (
          <Permission key={permission.name} permission={permission} shell={shell} />
        ))}
      </section>
      {shell.error !== undefined && <FailureLine error={shell.error} />}
      <section className="setting-group" aria-label={macWords.application}>
        <h2>{macWords.application}</h2>
        <Toggle
          label={macWords.login}
          why={macWords.loginWhy}
          warning={problem === undefined ? undefined : macWords.loginProblems[problem]}
          on={state.loginItem === 'on' || state.loginItem === 'needs-approval'}
          busy={shell.busy || state.loginItem === 'unavailable'}
          onChange={(on) => void shell.ask({ type: 'set-login-item', on })}
        />
        <Toggle
          label={macWords.quiet}
          why={macWords.quietWhy}
          on={state.quiet}
          busy={shell.busy}
          onChange={(on) => void shell.ask({ type: 'set-quiet', on })}
        />
        <div className="this-mac-line">
          <p className="setting-label">{macWords.hold}</p>
          <p className="small muted">{macWords.holdStates[state.holdToTalk]}</p>
        </div>
      </section>
      <section className="setting-group" aria-label={macWords.claude}>
        <h2>{macWords.claude}</h2>
        <ClaudeKey known={privacy.data?.claudeKey ?? false} />
      </section>
    </div>
  )
}

function Permission({
  permission: { name, status, reason },
  shell,
}: {
  permission: ShellState['permissions'][number]
  shell: Shell
}) {
  const asks = status === 'not-asked'
  const title = macWords.names[name]
  return (
    <div className="setting">
      <div className="setting-words">
        <p className="setting-label">{title}</p>
        <p className="small muted">{reason}</p>
        <p className="small" data-status={status}>
          {macWords.statuses[status]}
        </p>
      </div>
      {status !== 'granted' && (
        <button
          type="button"
          className="plain-button"
          aria-label={asks ? macWords.askLabel(title) : macWords.openLabel(title)}
          disabled={shell.busy}
          onClick={() => void shell.ask({ type: asks ? 'ask-permission' : 'open-permission', name })}
        >
          {asks ? macWords.ask : macWords.open}
        </button>
      )}
    </div>
  )
}
