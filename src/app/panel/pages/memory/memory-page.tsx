import type { ReactNode } from 'react'
import { replaceHash } from '../../model/route.ts'
import type { PageProps } from '../../page-list.ts'
import { PageTabs } from '../../parts/page-tabs.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { memoryWords } from '../../strings/memory.ts'
import { Facts } from './facts.tsx'
import { FoundLines } from './found-lines.tsx'
import { Import } from './import.tsx'
import './memory.css'
import { Patterns } from './patterns.tsx'
import { Timeline } from './timeline.tsx'

const page = 'memory'
const tabs = (['said', 'facts', 'patterns', 'import'] as const).map((id) => ({ id, title: memoryWords.tabs[id] }))
const parts: Record<string, () => ReactNode> = { facts: Facts, patterns: Patterns, import: Import }

/** What SAM remembers: what was said, what it believes, what shows, and what is brought in. */
export default function MemoryPage({ path: [part = 'said', query = ''] }: PageProps) {
  const Part = parts[part]
  return (
    <>
      <PageTabs page={page} label={memoryWords.parts} tabs={tabs} current={Part === undefined ? 'said' : part} />
      {Part === undefined ? <Said query={query} searching={part === 'search'} /> : <Part />}
    </>
  )
}

function Said({ query, searching }: { query: string; searching: boolean }) {
  return (
    <>
      <div className="page-bar">
        <SearchField
          label={memoryWords.search}
          value={query}
          focused={searching}
          onSearch={(text) => (text.trim() === '' ? replaceHash(page) : replaceHash(page, 'search', text))}
        />
      </div>
      {query === '' ? <Timeline /> : <FoundLines query={query} />}
    </>
  )
}
