import { hashOf } from '../model/route.ts'
import { listed } from '../page-list.ts'

/** The list of pages, for the sidebar and the menu. */
export function PageLinks({ current, onChosen }: { current: string; onChosen?(): void }) {
  const groups = Map.groupBy(listed, ({ group }) => group)
  return [...groups].map(([group, entries]) => (
    <ul key={group} className="page-links">
      {entries.map(({ id, title, icon: Icon }) => (
        <li key={id}>
          <a
            href={hashOf(id)}
            className="page-link"
            aria-current={id === current ? 'page' : undefined}
            onClick={() => onChosen?.()}
          >
            <Icon size={16} aria-hidden="true" />
            {title}
          </a>
        </li>
      ))}
    </ul>
  ))
}
