import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'

export interface VirtualListProps<Item> {
  label: string
  items: readonly Item[]
  keyOf(item: Item): string | number
  /** Pixels; the true height is measured. */
  estimatedHeight: number
  children(item: Item, index: number): ReactNode
  /** More can be had when the end comes near. */
  onNearEnd?: (() => void) | undefined
}

/** A list of any length of which only what is seen is in the page. It scrolls by itself and takes the height it gets. */
export function VirtualList<Item>({
  label,
  items,
  keyOf,
  estimatedHeight,
  children,
  onNearEnd,
}: VirtualListProps<Item>) {
  const scroller = useRef<HTMLDivElement>(null)
  const list = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatedHeight,
    getItemKey: (index) => {
      const item = items[index]
      return item === undefined ? index : keyOf(item)
    },
    overscan: 8,
  })
  const rows = list.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= items.length - 10) onNearEnd?.()
  }, [last, items.length, onNearEnd])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={scroller} className="list-scroller" aria-label={label} tabIndex={0}>
      <ul className="list" style={{ height: list.getTotalSize() }}>
        {rows.map(({ key, index, start }) => {
          const item = items[index]
          if (item === undefined) return null
          return (
            <li
              key={key}
              ref={list.measureElement}
              data-index={index}
              className="list-item"
              aria-setsize={onNearEnd === undefined ? items.length : -1}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
            >
              {children(item, index)}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
