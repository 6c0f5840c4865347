import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { SamError } from '../../../../core/errors.ts'
import type { MemoryResults, SaidLine } from '../../../server/requests/memory-requests.ts'
import { ask } from '../../model/ask.ts'
import { withDays } from '../../model/memory-lines.ts'
import { hashOf } from '../../model/route.ts'
import { Empty, Failure, Loading } from '../../parts/answers.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { memoryWords } from '../../strings/memory.ts'
import { Said } from './said.tsx'

type Page = MemoryResults['memory.timeline']

function placeOf({ row, atMs }: SaidLine) {
  return { row, ...(atMs === undefined ? {} : { atMs }) }
}

/** Everything that was said, newest first, as far back as one scrolls. */
export function Timeline() {
  const { data, error, refetch, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery<
    Page,
    SamError,
    { pages: Page[] },
    readonly string[],
    { row: number; atMs?: number } | undefined
  >({
    queryKey: ['memory.timeline'],
    queryFn: ({ pageParam: before, signal }) =>
      ask('memory.timeline', before === undefined ? {} : { before }, { signal }),
    initialPageParam: undefined,
    getNextPageParam({ lines, more }) {
      const last = lines.at(-1)
      return more && last !== undefined ? placeOf(last) : undefined
    },
  })
  const items = useMemo(() => withDays(data?.pages.flatMap(({ lines }) => lines) ?? [], Date.now()), [data])
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])

  if (data === undefined && error !== null)
    return <Failure message={error.message} remedy={error.remedy} onAgain={() => void refetch()} />
  if (data === undefined) return <Loading />
  if (items.length === 0)
    return (
      <Empty
        title={memoryWords.nothingSaid}
        text={memoryWords.nothingSaidWhy}
        action={
          <a className="main-button" href={hashOf('memory', 'import')}>
            {memoryWords.bringIn}
          </a>
        }
      />
    )
  return (
    <VirtualList
      label={memoryWords.said}
      items={items}
      keyOf={({ key }) => key}
      estimatedHeight={64}
      onNearEnd={hasNextPage ? more : undefined}
    >
      {(item) =>
        'day' in item ? (
          <h2 className="day">{item.day}</h2>
        ) : (
          <Said line={item.line} what={{ turns: [item.line.row] }} />
        )
      }
    </VirtualList>
  )
}
