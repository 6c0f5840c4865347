import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useMemo } from 'react'
import type { SamError } from '../../../core/errors.ts'
import type { RequestInput, RequestName, RequestResults } from '../../server/requests/page-requests.ts'
import { ask } from '../model/ask.ts'
import { Failure, Loading } from './answers.tsx'
import { VirtualList, type VirtualListProps } from './virtual-list.tsx'

/** A list that is asked for piece by piece, as far as one scrolls. */
export function PagedList<Name extends RequestName, Item>({
  name,
  input,
  nextOf,
  itemsOf,
  empty,
  ...list
}: Omit<VirtualListProps<Item>, 'items' | 'onNearEnd'> & {
  name: Name
  /** Of the first piece. */
  input: RequestInput<Name>
  /** What is asked for the piece after this one; undefined at the end. */
  nextOf(piece: RequestResults[Name]): RequestInput<Name> | undefined
  itemsOf(pieces: readonly RequestResults[Name][]): Item[]
  empty: ReactNode
}) {
  type Piece = RequestResults[Name]
  type Input = RequestInput<Name>
  const { data, error, refetch, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery<
    Piece,
    SamError,
    { pages: Piece[] },
    readonly unknown[],
    Input
  >({
    queryKey: [name, input],
    queryFn: ({ pageParam, signal }) => ask(name, pageParam as Input, { signal }),
    initialPageParam: input,
    getNextPageParam: nextOf,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what makes items of pieces does not change
  const items = useMemo(() => itemsOf(data?.pages ?? []), [data])
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  if (data === undefined && error !== null)
    return <Failure message={error.message} remedy={error.remedy} code={error.code} onAgain={() => void refetch()} />
  if (data === undefined) return <Loading />
  if (items.length === 0) return empty
  return <VirtualList {...list} items={items} onNearEnd={hasNextPage ? more : undefined} />
}
