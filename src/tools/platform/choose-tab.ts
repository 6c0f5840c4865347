import { SamError } from '../../core/errors.ts'
import { spokenList } from '../spoken/lists.ts'
import type { BrowserTab, WantedTab } from './machine-port.ts'
import { plainWords } from './name-words.ts'

/** The tab that is meant: by position, by words of its title or address, else the current one. Errors: `no-tab`, `tab-ambiguous`. */
export function chooseTab(tabs: readonly BrowserTab[], wanted: WantedTab): BrowserTab {
  const number = /^(?:number )?(\d{1,3})$/i.exec(wanted.query?.trim() ?? '')?.[1]
  const { query, position } = number === undefined ? wanted : { query: undefined, position: Number(number) }
  if (query === undefined) {
    const [first] = tabs
    const inFront = tabs.filter((tab) => tab.window === first?.window)
    const found = position === undefined ? tabs.find((tab) => tab.current) : inFront[position - 1]
    if (found !== undefined) return found
    throw new SamError('no-tab', tabs.length === 0 ? 'No tab is open.' : `There are only ${inFront.length} tabs.`)
  }
  const words = plainWords(query).split(' ')
  const holds = (text: string) => words.every((word) => plainWords(text).includes(word))
  const byTitle = tabs.filter((tab) => holds(tab.title))
  const fitting = byTitle.length > 0 ? byTitle : tabs.filter((tab) => holds(`${tab.title} ${tab.url}`))
  const [only] = position === undefined ? fitting : fitting.slice(position - 1)
  if (only === undefined) throw new SamError('no-tab', `I found no tab called ${query}.`)
  const sameEverywhere = fitting.every((tab) => tab.url === only.url)
  if (fitting.length === 1 || position !== undefined || sameEverywhere) return only
  const titles = fitting.slice(0, 4).map((tab) => tab.title || tab.url)
  throw new SamError('tab-ambiguous', `There are ${fitting.length}: ${spokenList(titles)}. Which one?`)
}
