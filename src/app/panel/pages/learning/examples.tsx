import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { SamError } from '../../../../core/errors.ts'
import type { LearningResults } from '../../../server/requests/learning-requests.ts'
import { ask } from '../../model/ask.ts'
import { Empty, Failure, Loading } from '../../parts/answers.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { learningWords } from '../../strings/learning.ts'
import { Example } from './example.tsx'

type Page = LearningResults['learning.examples']
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
  const { data, error, refetch, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery<
    Page,
    SamError,
    { pages: Page[] },
    readonly unknown[],
    string | undefined
  >({
    queryKey: ['learning.examples', filter],
    queryFn: ({ pageParam: before, signal }) =>
      ask('learning.examples', { ...filter, ...(before === undefined ? {} : { before }) }, { signal }),
    initialPageParam: undefined,
    getNextPageParam: ({ examples, more }) => (more ? examples.at(-1)?.id : undefined),
  })
  const items = useMemo(() => data?.pages.flatMap(({ examples }) => examples) ?? [], [data])
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  if (data === undefined && error !== null)
    return <Failure message={error.message} remedy={error.remedy} onAgain={() => void refetch()} />
  if (data === undefined) return <Loading />
  if (items.length === 0)
    return Object.keys(filter).length === 0 ? (
      <Empty title={learningWords.none} text={learningWords.noneWhy} />
    ) : (
      <Empty title={learningWords.noneFound} />
    )
  return (
    <VirtualList
      label={learningWords.examples}
      items={items}
      keyOf={({ id }) => id}
      estimatedHeight={110}
      onNearEnd={hasNextPage ? more : undefined}
    >
      {(example) => <Example example={example} />}
    </VirtualList>
  )
}
