import { hashOf } from '../model/route.ts'

/** Parts of one page, each with an address of its own. */
export function PageTabs({
  page,
  label,
  tabs,
  current,
}: {
  page: string
  label: string
  tabs: readonly { id: string; title: string }[]
  current: string
}) {
  return (
    <nav className="page-tabs" aria-label={label}>
      {tabs.map(({ id, title }) => (
        <a key={id} href={hashOf(page, id)} className="page-tab" aria-current={id === current ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}
