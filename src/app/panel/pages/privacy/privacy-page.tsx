import { CloudUpload } from 'lucide-react'
import { useMemo } from 'react'
import type { AuditLine, HistoryResults, PrivacySetting } from '../../../server/requests/history-requests.ts'
import { auditOutcome, auditTitle, bytesByDay } from '../../model/audit-lines.ts'
import { countOf, formatBytes, formatDate } from '../../model/format.ts'
import { hashOf } from '../../model/route.ts'
import { useAudit } from '../../model/use-audit.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import { Answered, FailureLine } from '../../parts/answers.tsx'
import { BudgetField } from '../../parts/budget-field.tsx'
import { Chart } from '../../parts/chart.tsx'
import { ClaudeKey } from '../../parts/claude-key.tsx'
import { SentButton } from '../../parts/sent-bytes.tsx'
import { Toggle } from '../../parts/toggle.tsx'
import { privacyWords, sentWords } from '../../strings/history.ts'
import { patternWords } from '../../strings/memory.ts'
import './privacy.css'

type State = HistoryResults['privacy.state']
const days = 30

/** What leaves this computer, what may, and the switch that lets nothing. */
export default function PrivacyPage() {
  const answer = useRequest('privacy.state', {})
  const { mutate, error, isPending, variables } = useChange('privacy.set', ['privacy'])
  const set = (key: PrivacySetting, value: boolean | number | string[]) => mutate({ key, value })
  return (
    <div className="page-body privacy">
      <Answered query={answer}>
        {(known) => {
          // A switch that was moved stays where it is while that is written.
          const moved = isPending && variables !== undefined ? { [variables.key]: variables.value } : {}
          const state: State = { ...known, settings: { ...known.settings, ...moved } }
          return (
            <>
              {error !== null && <FailureLine error={error} />}
              <Setting name="offline" state={state} busy={isPending} onSet={set} />
              <WhatLeft />
              <Claude state={state} busy={isPending} onSet={set} />
              <h2>{privacyWords.others}</h2>
              <Setting name="distillation.allowed" state={state} busy={isPending} onSet={set} />
              <Setting name="memory.keepTurns" state={state} busy={isPending} onSet={set} />
              <Setting name="context.frontApp" state={state} busy={isPending} onSet={set} />
              <dl className="about">
                <dt>{privacyWords.weather}</dt>
                <dd>
                  {state.weather ? privacyWords.weatherOn : privacyWords.off}
                  <ChangeLink what={privacyWords.weather} search={privacyWords.settings.weather} />
                </dd>
                <dt>{privacyWords.news}</dt>
                <dd>
                  {state.newsFeeds > 0 ? privacyWords.newsOn(countOf(state.newsFeeds, 'feed')) : privacyWords.off}
                  <ChangeLink what={privacyWords.news} search={privacyWords.settings.news} />
                </dd>
              </dl>
              <p className="small muted privacy-restart">{privacyWords.restart}</p>
            </>
          )
        }}
      </Answered>
    </div>
  )
}

/** To the setting that this shows. */
function ChangeLink({ what, search }: { what: string; search: string }) {
  return (
    <a className="change-link small" href={hashOf('settings', 'all', search)} aria-label={privacyWords.changeOf(what)}>
      {privacyWords.change}
    </a>
  )
}

interface Part {
  state: State
  busy: boolean
  onSet(key: PrivacySetting, value: boolean | number | string[]): void
}

function Setting({ name, state, busy, onSet }: Part & { name: keyof typeof privacyWords.switches }) {
  const on = state.settings[name]
  return (
    <Toggle
      {...privacyWords.switches[name]}
      on={on}
      busy={busy}
      warning={name === 'offline' && state.offline && !on ? privacyWords.differs : undefined}
      onChange={(next) => onSet(name, next)}
    />
  )
}

function WhatLeft() {
  const answer = useAudit()
  const { at, bytes } = useMemo(() => bytesByDay(answer.data?.lines ?? [], days, Date.now()), [answer.data])
  const series = useMemo(() => [{ name: privacyWords.bytes, values: bytes, colour: 0, kind: 'bars' as const }], [bytes])
  return (
    <section>
      <h2>{privacyWords.leaves}</h2>
      <Answered query={answer}>
        {({ lines }) =>
          bytes.every((count) => count === 0) ? (
            <p className="muted">{privacyWords.leftNothing}</p>
          ) : (
            <>
              <Chart
                title={privacyWords.leftTitle}
                at={at}
                series={series}
                format={formatBytes}
                formatAt={formatDate}
                heightPixels={140}
              />
              <Newest lines={lines} />
              <a className="small" href={hashOf('history')}>
                {privacyWords.seeAll}
              </a>
            </>
          )
        }
      </Answered>
    </section>
  )
}

const newest = 4

/** The last requests, each with its bytes. */
function Newest({ lines }: { lines: readonly AuditLine[] }) {
  const left = lines.flatMap((line) => (line.type === 'egress' && line.decision === 'allowed' ? [line] : []))
  return (
    <ul className="newest" aria-label={privacyWords.newest}>
      {left.slice(0, newest).map((line) => (
        <li key={line.key}>
          <span className="small">
            {auditTitle(line)} <span className="muted">{auditOutcome(line)}</span>
          </span>
          <SentButton of={{ key: line.key }} label={sentWords.showOf(auditTitle(line))}>
            <CloudUpload size={15} aria-hidden="true" />
          </SentButton>
        </li>
      ))}
    </ul>
  )
}

function Claude({ state, busy, onSet }: Part) {
  const { settings, claudeKey, neverSend, shares, spentTodayUsd, requestsToday } = state
  const kinds = settings['claude.categories']
  return (
    <section>
      <h2>{privacyWords.claude}</h2>
      <Setting name="claude.allowed" state={state} busy={busy} onSet={onSet} />
      <dl className="about">
        <dt>{privacyWords.key}</dt>
        <dd>
          <ClaudeKey known={claudeKey} />
        </dd>
        <dt>{privacyWords.cost}</dt>
        <dd>
          <BudgetField usd={settings['claude.dailyBudgetUsd']} onSet={(usd) => onSet('claude.dailyBudgetUsd', usd)} />
          <span className="small muted">
            {privacyWords.spent(`$${spentTodayUsd.toFixed(2)}`, countOf(requestsToday, 'request'))}
          </span>
        </dd>
        <dt>{privacyWords.kinds}</dt>
        <dd className="kinds">
          {Object.entries(patternWords.categories).map(([id, label]) => {
            const on = kinds.some((kind) => kind === id)
            return (
              <button
                key={id}
                type="button"
                className="toggle-button"
                aria-pressed={on}
                disabled={busy}
                onClick={() => onSet('claude.categories', on ? kinds.filter((kind) => kind !== id) : [...kinds, id])}
              >
                {label}
              </button>
            )
          })}
        </dd>
        <dt>{privacyWords.never}</dt>
        <dd>
          {neverSend.join(', ') || privacyWords.nothing}
          <ChangeLink what={privacyWords.never} search={privacyWords.settings.never} />
        </dd>
        <dt>{privacyWords.shares}</dt>
        <dd>
          {shares.join(', ') || privacyWords.nothing}
          <ChangeLink what={privacyWords.shares} search={privacyWords.settings.shares} />
        </dd>
      </dl>
    </section>
  )
}
