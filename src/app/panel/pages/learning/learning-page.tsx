import type { PageProps } from '../../page-list.ts'
import { PageTabs } from '../../parts/page-tabs.tsx'
import { learningWords } from '../../strings/learning.ts'
import { Examples } from './examples.tsx'
import { Overview } from './overview.tsx'
import './learning.css'

const tabs = (['overview', 'examples'] as const).map((id) => ({ id, title: learningWords.tabs[id] }))

/** How SAM learns: what came of it, what there is to learn from, and every example. */
export default function LearningPage({ path: [part = 'overview'] }: PageProps) {
  const current = part === 'examples' ? 'examples' : 'overview'
  return (
    <>
      <PageTabs page="learning" label={learningWords.parts} tabs={tabs} current={current} />
      {current === 'examples' ? <Examples /> : <Overview />}
    </>
  )
}
