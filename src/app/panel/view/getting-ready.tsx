import { hashOf } from '../model/route.ts'
import { lackedWords, StarterProgress, useStarter } from '../parts/starter.tsx'
import { starterWords } from '../strings/models.ts'

/** While SAM still fetches what it needs: what works already, and how long the rest takes. */
export function GettingReady() {
  const { data } = useStarter()
  if (data === undefined || data.missing.length === 0) return null
  return (
    <section className="card getting-ready" aria-label={starterWords.title}>
      <p>{lackedWords(data)}</p>
      <StarterProgress state={data} />
      <a className="small" href={hashOf('start')}>
        {starterWords.steps}
      </a>
    </section>
  )
}
