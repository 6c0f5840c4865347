import { SamError } from '../../core/errors.ts'
import { spokenList } from '../spoken/lists.ts'
import { plainWords } from './name-words.ts'

/**
 * The one name that was said: by its very wording, else the only one that holds every word. Errors: `<kind>-missing`, which
 * tells what there is, and `<kind>-ambiguous`.
 */
export function oneNamed(names: readonly string[], said: string, kind: string, shownKind: string): string {
  const wanted = plainWords(said)
  const exact = names.filter((name) => plainWords(name) === wanted || name === said)
  const words = wanted.split(' ').filter((word) => word !== '')
  const fitting =
    exact.length > 0 || words.length === 0
      ? exact
      : names.filter((name) => words.every((word) => plainWords(name).includes(word)))
  const [only] = fitting
  if (only !== undefined && (fitting.length === 1 || exact.length > 0)) return only
  if (only !== undefined) {
    throw new SamError(
      `${kind}-ambiguous`,
      `There are ${fitting.length}: ${spokenList(fitting.slice(0, 4))}. Which one?`,
    )
  }
  const has = names.length === 0 ? '' : ` There is ${spokenList(names.slice(0, 5))}.`
  throw new SamError(`${kind}-missing`, `I found no ${shownKind} called ${said}.${has}`)
}
