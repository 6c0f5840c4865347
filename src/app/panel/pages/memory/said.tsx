import type { Forgettable, SaidLine } from '../../../server/requests/memory-requests.ts'
import { formatDate, formatTime } from '../../model/format.ts'
import { sourceName, speakerName } from '../../model/memory-lines.ts'
import { FoldedText } from '../../parts/folded-text.tsx'
import { MarkedText } from '../../parts/marked-text.tsx'
import { ForgetButton } from './forget.tsx'

/** One thing that was said, with where it comes from. */
export function Said({
  line,
  what,
  dated = false,
  query = '',
}: {
  line: SaidLine
  what: Forgettable
  dated?: boolean
  /** Its words are marked. */
  query?: string
}) {
  const { text, speaker, source, title, atMs } = line
  return (
    <div className="row">
      <div className="row-line said">
        <p className="said-about muted small">
          <span className="said-speaker">{speakerName(line)}</span>
          {title !== undefined && <span className="said-title">{title}</span>}
          {speaker === 'user' && source !== 'live' && <span>{sourceName(source)}</span>}
          {atMs !== undefined && <time>{dated ? formatDate(atMs) : formatTime(atMs)}</time>}
        </p>
        <FoldedText className="said-text">
          <MarkedText text={text} query={query} />
        </FoldedText>
        <ForgetButton what={what} about={text.slice(0, 30)} />
      </div>
    </div>
  )
}
