import { useRequest } from '../../model/use-request.ts'
import { Answered } from '../../parts/answers.tsx'
import { lookAgainMs } from '../../parts/work-view.tsx'
import { knowledgeWords } from '../../strings/knowledge.ts'
import { Manners } from './manners.tsx'
import { Source } from './source.tsx'
import './knowledge.css'

/** The sources of custom knowledge: what each is, what may be read of it, and how far it is. */
export default function KnowledgePage() {
  const answer = useRequest(
    'knowledge.list',
    {},
    {
      refreshMs: (data) => (data?.sources.some(({ run }) => run?.phase === 'running') === true ? lookAgainMs : false),
    },
  )
  return (
    <div className="page-body knowledge">
      <p className="muted">{knowledgeWords.intro}</p>
      <Answered query={answer}>
        {({ sources, offline, ...manners }) => {
          const busy = sources.some(({ run }) => run?.phase === 'running')
          return (
            <>
              {offline && <p className="knowledge-offline">{knowledgeWords.offline}</p>}
              {sources.map((source) => (
                <Source key={source.id} source={source} busy={busy} requestsPerDay={manners.requestsPerDay} />
              ))}
              <Manners {...manners} />
            </>
          )
        }}
      </Answered>
    </div>
  )
}
