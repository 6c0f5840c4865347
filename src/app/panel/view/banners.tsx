import { CircleAlert, Info, X } from 'lucide-react'
import type { Notice } from '../model/conversation.ts'
import { mendOf, remedyWords } from '../model/mend.ts'
import type { PanelState, PanelStore } from '../model/panel-store.ts'
import { hashOf } from '../model/route.ts'
import { strings } from '../strings/talk.ts'

/** The connection, when it needs a word. */
export function ConnectionBanner({ panel }: { panel: PanelState }) {
  if (panel.outdated) {
    return (
      <div className="banner" role="alert">
        <span>{strings.connection.outdated}</span>
        <button type="button" className="plain-button" onClick={() => location.reload()}>
          {strings.connection.reload}
        </button>
      </div>
    )
  }
  if (panel.link !== 'lost' && panel.link !== 'expired') return null
  return (
    <div className="banner" role="alert">
      <span>{panel.link === 'lost' ? strings.connection.lost : strings.connection.expired}</span>
    </div>
  )
}

function NoticeWords({ notice: { code, message, remedy } }: { notice: Notice }) {
  const mend = mendOf(code)
  const cure = remedyWords(remedy, mend)
  return (
    <p>
      {message}
      {cure !== '' && <span className="notice-remedy"> {cure}</span>}
      {mend !== undefined && ' '}
      {mend !== undefined && (
        <a className="mend-link" href={hashOf(...mend.page)}>
          {mend.words}
        </a>
      )}
    </p>
  )
}

/** What the engine wants to be known, until it is dismissed. */
export function Notices({ store, panel }: { store: PanelStore; panel: PanelState }) {
  const { notices } = panel.conversation
  if (notices.length === 0) return null
  return (
    <div className="notices">
      {notices.map((notice) => (
        <div
          key={notice.key}
          className="notice"
          data-kind={notice.kind}
          role={notice.kind === 'error' ? 'alert' : 'status'}
        >
          {notice.kind === 'error' ? (
            <CircleAlert className="notice-icon" size={15} aria-hidden="true" />
          ) : (
            <Info className="notice-icon" size={15} aria-hidden="true" />
          )}
          <NoticeWords notice={notice} />
          <button type="button" className="quiet-button" onClick={() => store.dismissNotice(notice.key)}>
            <X size={14} aria-hidden="true" />
            <span className="visually-hidden">{strings.dismiss}</span>
          </button>
        </div>
      ))}
    </div>
  )
}
