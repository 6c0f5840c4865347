import type { ApplicationReference, InstalledApplication } from '../platform/port.ts'
import type { ApplicationNames } from '../ports.ts'
import { catalogue } from './catalogue/index.ts'
import { nearest, type Spelling, shortestFuzzy, spelling } from './fuzzy-names.ts'
import { linuxDesktopIds } from './linux-desktop-ids.ts'
import { bareName, normalizeName } from './normalize-name.ts'
import { wellKnown } from './well-known.ts'

export interface FoundApplication {
  application: ApplicationReference
  /** 1: a name as it is. 0.95: after taking away politeness, spaces, signs. 0.6 to 0.9: only similar. */
  confidence: number
}

/** Names of applications: the catalogue, which is the same everywhere, and what is installed here. */
export interface ApplicationIndex extends ApplicationNames {
  find(spoken: string): FoundApplication | undefined
  /** What this machine has; names that the catalogue knows keep their canonical form. */
  setInstalled(installed: readonly InstalledApplication[]): void
  /** Canonical name of a bundle identifier, where the catalogue has it. */
  nameOfBundle(bundleId: string): string | undefined
}

interface Names {
  exact: Map<string, string>
  compact: Map<string, string>
}

const rememberedAnswers = 2000

/** The spellings that may be matched by likeness; well-known.ts says why not all may. */
function distinctive(compactNames: ReadonlyMap<string, string>): Spelling[] {
  const found: Spelling[] = []
  for (const [compact, name] of compactNames) {
    if (compact.length < shortestFuzzy) continue
    const isAlias = compact !== normalizeName(name).replaceAll(' ', '')
    if (compact.length >= 9 || (wellKnown.has(name) && (!isAlias || compact.length >= 6)))
      found.push(spelling(name, compact))
  }
  return found
}

/** Builds nothing until the first question; afterwards each answer takes well under a millisecond. */
export function createApplicationIndex(): ApplicationIndex {
  let names: Names | undefined
  let spellings: Spelling[] | undefined
  const references = new Map<string, ApplicationReference>()
  const answers = new Map<string, FoundApplication | undefined>()

  const learn = (into: Names, name: string, spoken: string): void => {
    const normalized = normalizeName(spoken)
    const compact = normalized.replaceAll(' ', '')
    if (compact === '') return
    // The first to claim a name keeps it: an alias never hides a canonical name.
    if (!into.exact.has(normalized)) into.exact.set(normalized, name)
    if (!into.compact.has(compact)) into.compact.set(compact, name)
  }
  const ready = (): Names => {
    if (names !== undefined) return names
    const built: Names = { exact: new Map(), compact: new Map() }
    for (const [name, bundleId] of catalogue) {
      const desktopIds = linuxDesktopIds[name]
      references.set(name, {
        name,
        ...(bundleId === '' ? {} : { bundleId }),
        ...(desktopIds === undefined ? {} : { desktopIds }),
      })
      learn(built, name, name)
    }
    for (const [name, , ...aliases] of catalogue) for (const alias of aliases) learn(built, name, alias)
    names = built
    return built
  }
  const lookUp = (spoken: string): FoundApplication | undefined => {
    const { exact, compact } = ready()
    const found = (name: string | undefined, confidence: number): FoundApplication | undefined => {
      const application = name === undefined ? undefined : references.get(name)
      return application === undefined ? undefined : { application, confidence }
    }
    const normalized = normalizeName(spoken)
    if (normalized === '' || normalized.length > 60) return undefined
    const bare = bareName(normalized)
    const squeezed = bare.replaceAll(' ', '')
    const near = () => {
      // Sounds are worked out only when the first unknown name is asked for: most requests never need them.
      spellings ??= distinctive(compact)
      const similar = nearest(spelling('', squeezed), bare.includes(' '), spellings)
      return found(similar?.name, similar?.confidence ?? 0)
    }
    return (
      found(exact.get(normalized), 1) ?? found(exact.get(bare), 0.95) ?? found(compact.get(squeezed), 0.95) ?? near()
    )
  }
  const find = (spoken: string): FoundApplication | undefined => {
    if (answers.has(spoken)) return answers.get(spoken)
    const answer = lookUp(spoken)
    if (answers.size >= rememberedAnswers) answers.clear()
    answers.set(spoken, answer)
    return answer
  }
  return {
    find,
    resolve(spoken) {
      const found = find(spoken)
      return found === undefined ? undefined : { name: found.application.name, confidence: found.confidence }
    },
    setInstalled(installed) {
      const known = ready()
      answers.clear()
      spellings = undefined
      for (const { name: shown, installedId } of installed) {
        const normalized = normalizeName(shown)
        // "Adobe Photoshop 2025" is Photoshop: makers put the year into the name.
        const name = known.exact.get(normalized) ?? known.exact.get(normalized.replace(/ (?:20\d\d|cc|cc 20\d\d)$/, ''))
        const reference = references.get(name ?? shown)
        if (reference !== undefined) {
          references.set(reference.name, { ...reference, installedId })
        } else {
          references.set(shown, { name: shown, installedId })
          learn(known, shown, shown)
        }
      }
    },
    nameOfBundle(bundleId) {
      ready()
      return catalogue.find(([, known]) => known === bundleId)?.[0]
    },
  }
}
