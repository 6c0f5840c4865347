import { Component, type ReactNode } from 'react'
import { Failure } from '../parts/answers.tsx'
import { frameWords } from '../strings/frame.ts'

/** Keeps Talk alive when a page cannot be loaded or breaks. */
export class PageBoundary extends Component<{ children: ReactNode }, { thrown?: unknown }> {
  override state: { thrown?: unknown } = {}

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown }
  }

  override render() {
    const { thrown } = this.state
    if (thrown === undefined) return this.props.children
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    const text = /import|fetch|preload/i.test(message)
      ? frameWords.page.changed
      : `${frameWords.page.broke}: ${message}`
    return <Failure message={text} button={frameWords.page.reload} onAgain={() => location.reload()} />
  }
}
