import { replaceHash } from '../../model/route.ts'
import type { PageProps } from '../../page-list.ts'
import { PageTabs } from '../../parts/page-tabs.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { memoryWords } from '../../strings/memory.ts'
import { FoundLines } from './found-lines.tsx'
import './memory.css'
import { Timeline } from './timeline.tsx'

const page = 'memory'

/** What SAM remembers: what was said. */
export default function MemoryPage({ path: [part = 'said', query = ''] }: PageProps) {
  const tab = part === 'search' ? 'said' : part
  const tabs = [{ id: 'said', title: memoryWords.tabs.said }]
  return (
    <>
      {tabs.length > 1 && <PageTabs page={page} label={memoryWords.parts} tabs={tabs} current={tab} />}
      <div className="page-bar">
        <SearchField
          label={memoryWords.search}
          value={query}
          focused={part === 'search'}
          onSearch={(text) => (text.trim() === '' ? replaceHash(page) : replaceHash(page, 'search', text))}
        />
      </div>
      {query === '' ? <Timeline /> : <FoundLines query={query} />}
    </>
  )
}
