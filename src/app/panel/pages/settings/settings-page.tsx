import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { SettingLine } from '../../../server/requests/settings-requests.ts'
import { countOf } from '../../model/format.ts'
import { groupSettings, type ShownGroup } from '../../model/setting-lines.ts'
import { forgetAnswers, useChange, useRequest } from '../../model/use-request.ts'
import type { PageProps } from '../../page-list.ts'
import { Answered, Empty, FailureLine } from '../../parts/answers.tsx'
import { PageTabs } from '../../parts/page-tabs.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { macWords } from '../../strings/mac.ts'
import { settingsWords } from '../../strings/settings.ts'
import { usePanelState } from '../../view/use-panel.ts'
import { Permissions } from './permissions.tsx'
import { SettingField } from './setting-field.tsx'
import { ThisMac } from './this-mac.tsx'
import './settings.css'

const page = 'settings'
const tabs = [
  { id: 'all', title: settingsWords.tabs.all },
  { id: 'permissions', title: settingsWords.tabs.tools },
  // Only the menu bar's application knows of these.
  ...(window.samShell === undefined ? [] : [{ id: 'mac', title: macWords.title }]),
]

/** Everything that a person can set, and what SAM may do without asking. */
export default function SettingsPage({ path: [part = 'all', searched = ''], store }: PageProps) {
  const answers = useQueryClient()
  const { joined } = usePanelState(store)
  useEffect(() => {
    // The core is another one than before, perhaps with other settings.
    if (joined) void forgetAnswers(answers, ['settings'])
  }, [joined, answers])
  const current = tabs.some(({ id }) => id === part) ? part : 'all'
  return (
    <>
      <PageTabs page={page} label={settingsWords.parts} tabs={tabs} current={current} />
      {current === 'permissions' && <Permissions />}
      {current === 'mac' && <ThisMac />}
      {current === 'all' && <Settings key={searched} joined={joined} searched={searched} />}
    </>
  )
}

function Settings({ joined, searched }: { joined: boolean; searched: string }) {
  const answer = useRequest('settings.list', {})
  const [query, setQuery] = useState(searched)
  return (
    <Answered query={answer}>
      {({ settings, file, canRestart }) => {
        const groups = groupSettings(settings, query)
        return (
          <>
            <div className="page-bar">
              <SearchField label={settingsWords.search} value={query} onSearch={setQuery} />
            </div>
            <Waiting settings={settings} canRestart={canRestart} joined={joined} />
            {groups.length === 0 ? (
              <Empty title={settingsWords.none} />
            ) : (
              <div className="page-body settings">
                {groups.map((group) => (
                  <Group key={group.title} group={group} open={query !== ''} />
                ))}
                <p className="small muted settings-file">
                  {settingsWords.file} <span className="file-name">{file}</span>
                </p>
              </div>
            )}
          </>
        )
      }}
    </Answered>
  )
}

function Group({ group: { title, rare, settings }, open }: { group: ShownGroup; open: boolean }) {
  const fields = settings.map((setting) => <SettingField key={setting.key} setting={setting} />)
  if (!rare)
    return (
      <section className="setting-group" aria-label={title}>
        <h2>{title}</h2>
        {fields}
      </section>
    )
  return (
    <details className="setting-group" open={open}>
      <summary>{title}</summary>
      {fields}
    </details>
  )
}

/** What was changed and does not hold yet, and the button that lets it hold. */
function Waiting({
  settings,
  canRestart,
  joined,
}: {
  settings: readonly SettingLine[]
  canRestart: boolean
  joined: boolean
}) {
  const restart = useChange('settings.restart', [])
  const waiting = settings.filter(({ waits }) => waits).length
  if (waiting === 0) return null
  const restarting = restart.isPending || (restart.isSuccess && !joined)
  return (
    <div className="settings-waiting" role="status">
      <span>{settingsWords.waiting(countOf(waiting, 'change'))}</span>
      {canRestart ? (
        <button type="button" className="main-button" disabled={restarting} onClick={() => restart.mutate({})}>
          {restarting ? settingsWords.restarting : settingsWords.restart}
        </button>
      ) : (
        <span className="muted">{settingsWords.restartByHand}</span>
      )}
      {restart.error !== null && <FailureLine error={restart.error} />}
    </div>
  )
}
