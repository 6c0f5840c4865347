import { useSyncExternalStore } from 'react'

/** Where the panel is: `#memory/facts` is page `memory` with path `['facts']`. */
export interface Route {
  page: string
  path: readonly string[]
}

/** Talk is where everything begins, and where an unknown page leads. */
export const homePage = 'talk'

/** Never throws: whatever stands in the address comes out as names. */
export function parseHash(hash: string): Route {
  const [page = '', ...path] = hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .map((part) => {
      try {
        return decodeURIComponent(part)
      } catch {
        return part
      }
    })
  return { page: page === '' ? homePage : page, path }
}

export function hashOf(page: string, ...path: string[]): string {
  return `#${[page, ...path].map(encodeURIComponent).join('/')}`
}

/** Goes to a page, as a link to it would. */
export function go(page: string, ...path: string[]): void {
  location.hash = hashOf(page, ...path)
}

/** Changes the address without a step back to where it was: what is searched, which tab is open. */
export function replaceHash(page: string, ...path: string[]): void {
  history.replaceState(null, '', hashOf(page, ...path))
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

let known: { hash: string; route: Route } | undefined

function current(): Route {
  if (known?.hash !== location.hash) known = { hash: location.hash, route: parseHash(location.hash) }
  return known.route
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, current)
}
