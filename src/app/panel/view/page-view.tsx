import { type ComponentType, lazy, Suspense } from 'react'
import type { SessionState } from '../../../core/events.ts'
import type { PanelStore } from '../model/panel-store.ts'
import { hashOf, homePage } from '../model/route.ts'
import { type PageEntry, type PageProps, pages } from '../page-list.ts'
import { Loading } from '../parts/answers.tsx'
import { frameWords } from '../strings/frame.ts'
import { PageBoundary } from './page-boundary.tsx'
import { PageMenu } from './page-menu.tsx'
import { StateShape } from './state-shape.tsx'

const loaded = new Map<string, ComponentType<PageProps>>(pages.map(({ id, load }) => [id, lazy(load)]))

/** A page beside Talk, under its title. */
export function PageView({
  entry,
  path,
  store,
  state,
  word,
}: PageProps & { entry: PageEntry; state: SessionState; word: string }) {
  const Page = loaded.get(entry.id)
  return (
    <div className="page-view">
      <header className="page-header">
        <PageMenu current={entry.id} />
        <h1>{entry.title}</h1>
        <BackToTalk store={store} state={state} word={word} />
      </header>
      <PageBoundary key={entry.id}>
        <Suspense fallback={<Loading />}>{Page !== undefined && <Page path={path} store={store} />}</Suspense>
      </PageBoundary>
    </div>
  )
}

/** In a narrow window: what SAM is doing, and the way back to it. */
function BackToTalk({ store, state, word }: { store: PanelStore; state: SessionState; word: string }) {
  return (
    <a className="quiet-button back-to-talk" href={hashOf(homePage)} title={frameWords.toTalk(word)}>
      <StateShape state={state} meter={store.microphoneMeter} size={22} />
      <span className="visually-hidden">{frameWords.toTalk(word)}</span>
    </a>
  )
}
