import { useState } from 'react'
import type { ToolLine, ToolRule } from '../../../server/requests/settings-requests.ts'
import { formatDate } from '../../model/format.ts'
import { type GroupedItem, type Grouping, groupedItems } from '../../model/grouped-items.ts'
import { plainSummary, type ToolGroup, toolGroup, toolGroups } from '../../model/tool-lines.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import { Answered, FailureLine } from '../../parts/answers.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { permissionWords } from '../../strings/settings.ts'

const grouping: Grouping<ToolGroup, ToolLine> = {
  order: toolGroups,
  groupOf: ({ name }) => toolGroup(name),
  keyOf: ({ name }) => name,
  textsOf: ({ name, summary }) => [name, summary, permissionWords.groups[toolGroup(name)]],
}

/** What SAM can do, when it asks, and the rules that the user made. */
export function Permissions() {
  const answer = useRequest('settings.tools', {})
  const [query, setQuery] = useState('')
  return (
    <Answered query={answer}>
      {({ tools, rules }) => (
        <>
          <div className="page-bar">
            <SearchField label={permissionWords.search} value={query} onSearch={setQuery} />
          </div>
          <VirtualList
            label={permissionWords.list}
            items={groupedItems(tools, query, grouping)}
            keyOf={({ key }) => key}
            estimatedHeight={66}
          >
            {(item) => <Row item={item} rules={rules} />}
          </VirtualList>
        </>
      )}
    </Answered>
  )
}

function Row({ item, rules }: { item: GroupedItem<ToolGroup, ToolLine>; rules: readonly ToolRule[] }) {
  switch (item.kind) {
    case 'top':
      return <Rules rules={rules} />
    case 'group':
      return <h2 className="day">{permissionWords.groups[item.group]}</h2>
    case 'entry': {
      const { name } = item.entry
      return (
        <Tool tool={item.entry} rule={rules.findLast(({ tool, target }) => tool === name && target === undefined)} />
      )
    }
    case 'none':
      return <p className="row muted permission-none">{permissionWords.none}</p>
  }
}

function Rules({ rules }: { rules: readonly ToolRule[] }) {
  const { mutate, error, isPending } = useChange('settings.forget-rule', ['settings'])
  return (
    <section className="row permission-rules" aria-label={permissionWords.rules}>
      <p className="small muted">{permissionWords.why}</p>
      <h2>{permissionWords.rules}</h2>
      {rules.length === 0 && <p className="small muted">{permissionWords.noRules}</p>}
      <ul>
        {rules.map(({ id, effect, tool, target, expiresAtMs }) => (
          <li key={id} className="permission-rule">
            <span>
              <strong>{permissionWords.effects[effect]}</strong>: {tool}
              {target !== undefined && ` ${permissionWords.forTarget(target)}`}
              {expiresAtMs !== undefined && (
                <span className="muted"> {permissionWords.until(formatDate(expiresAtMs))}</span>
              )}
            </span>
            <button
              type="button"
              className="plain-button"
              disabled={isPending}
              aria-label={permissionWords.forgetLabel(tool)}
              onClick={() => mutate({ id })}
            >
              {permissionWords.forget}
            </button>
          </li>
        ))}
      </ul>
      {error !== null && <FailureLine error={error} />}
    </section>
  )
}

function Tool({ tool: { name, tier, summary }, rule }: { tool: ToolLine; rule: ToolRule | undefined }) {
  const { mutate, error, isPending, variables } = useChange('settings.rule', ['settings'])
  const holds = isPending ? variables.effect : (rule?.effect ?? 'usual')
  return (
    <div className="row">
      <div className="row-line permission">
        <div className="permission-words">
          <h3 id={name}>{plainSummary(summary)}</h3>
          <p className="small muted">{name}</p>
          {error !== null && <FailureLine error={error} />}
        </div>
        <select
          aria-labelledby={name}
          value={holds}
          disabled={isPending}
          onChange={({ currentTarget }) =>
            mutate({ tool: name, effect: currentTarget.value as 'usual' | 'allow' | 'deny' })
          }
        >
          <option value="usual">{permissionWords.usual[tier]}</option>
          {/* A rule for the whole tool never opens what needs the strongest consent. */}
          {tier === 'confirm' && <option value="allow">{permissionWords.allow}</option>}
          <option value="deny">{permissionWords.deny}</option>
        </select>
      </div>
    </div>
  )
}
