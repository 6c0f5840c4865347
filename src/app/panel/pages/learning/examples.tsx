import { useState } from 'react'
import { hashOf } from '../../model/route.ts'
import { Empty } from '../../parts/answers.tsx'
import { PagedList } from '../../parts/paged-list.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { mendWords } from '../../strings/frame.ts'
import { learningWords } from '../../strings/learning.ts'
import { Example } from './example.tsx'

const filters = ['all', 'rated', 'excluded'] as const

/** Every example, newest first: searched, rated, edited, left out. */
export function Examples() {
  const [words, setWords] = useState('')
  const [only, setOnly] = useState<(typeof filters)[number]>('all')
  return (
    <>
      <div className="page-bar">
        <SearchField label={learningWords.search} value={words} onSearch={(text) => setWords(text.trim())} />
        <select
          aria-label={learningWords.show}
          value={only}
          onChange={({ currentTarget }) => setOnly(filters.find((each) => each === currentTarget.value) ?? 'all')}
        >
          {filters.map((each) => (
            <option key={each} value={each}>
              {learningWords.filters[each]}
            </option>
          ))}
        </select>
      </div>
      <List filter={{ ...(words === '' ? {} : { words }), ...(only === 'all' ? {} : { only }) }} />
    </>
  )
}

function List({ filter }: { filter: { words?: string; only?: 'rated' | 'excluded' } }) {
  const all = Object.keys(filter).length === 0
  return (
    <PagedList
      name="learning.examples"
      input={filter}
      nextOf={({ examples, more }) => {
        const before = examples.at(-1)?.id
        return more && before !== undefined ? { ...filter, before } : undefined
      }}
      itemsOf={(pieces) => pieces.flatMap(({ examples }) => examples)}
      empty={
        all ? (
          <Empty
            title={learningWords.none}
            text={learningWords.noneWhy}
            action={
              <a className="main-button" href={hashOf('knowledge')}>
                {mendWords.knowledge}
              </a>
            }
          />
        ) : (
          <Empty title={learningWords.noneFound} />
        )
      }
      label={learningWords.examples}
      keyOf={({ id }) => id}
      estimatedHeight={110}
    >
      {(example) => <Example example={example} />}
    </PagedList>
  )
}
