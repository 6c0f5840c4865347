import { type ReactNode, useEffect, useState } from 'react'

/** One step: its title takes the focus, so that it is read and the keyboard goes on from there. */
export function Step({ title, children }: { title: string; children: ReactNode }) {
  const [heading, setHeading] = useState<HTMLElement | null>(null)
  useEffect(() => heading?.focus(), [heading])
  return (
    <section className="first-step">
      <h2 ref={setHeading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  )
}
