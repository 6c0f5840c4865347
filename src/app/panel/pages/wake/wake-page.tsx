import { useEffect, useState } from 'react'
import { createSoundPlayer } from '../../model/sound-player.ts'
import { useRequest } from '../../model/use-request.ts'
import type { PageProps } from '../../page-list.ts'
import { Answered } from '../../parts/answers.tsx'
import { lookAgainMs } from '../../parts/work-view.tsx'
import { wakeWords } from '../../strings/wake.ts'
import { Live } from './live.tsx'
import { OnlyMe } from './only-me.tsx'
import { OwnPhrase } from './own-phrase.tsx'
import { Phrases } from './phrases.tsx'
import { TryIt } from './try-it.tsx'
import './wake.css'

/** What wakes SAM: which phrases listen, a phrase of one's own, and why something did or did not wake it. */
export default function WakePage({ store }: PageProps) {
  const answer = useRequest(
    'wake.state',
    {},
    { refreshMs: (data) => (data?.training.phase === 'running' ? lookAgainMs : false) },
  )
  const [player] = useState(createSoundPlayer)
  useEffect(() => player.stop, [player])
  return (
    <div className="page-body wake">
      <p className="muted">{wakeWords.intro}</p>
      <Answered query={answer}>
        {(state) => (
          <>
            <Phrases phrases={state.phrases} clips={state.clips} />
            <OnlyMe on={state.onlyMe} />
            <OwnPhrase state={state} store={store} player={player} />
            <Live state={state} store={store} />
            <TryIt state={state} store={store} />
          </>
        )}
      </Answered>
    </div>
  )
}
