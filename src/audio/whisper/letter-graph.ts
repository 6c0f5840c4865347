import type { SpokenVocabulary } from '../ports.ts'

/** A point between two letters of the phrases. */
interface Point {
  id: number
  letters: Map<string, Point>
  /** Points that are reached without a letter. */
  free: Point[]
  /** Parts that may stand here, by name, and where it goes on after them. */
  parts: { name: string; then: Point }[]
  /** The phrase, or the part, can end here. */
  ends: boolean
}

/** Where to go on after a part, and after the part around it. */
interface Return {
  id: string
  to: Point
  outer: Return | undefined
}

/** All the ways in which letters so far can be the beginning of a phrase; where they lead is worked out once. */
export interface GraphPlaces {
  readonly places: readonly Place[]
  readonly next: Map<string, GraphPlaces | undefined>
}

interface Place {
  point: Point
  after: Return | undefined
}

/** Parts within parts deeper than this are a circle. */
const deepest = 8
/** So many sets of places are remembered; then it begins anew. */
const mostRemembered = 3000

/** Every phrase of a vocabulary at once, letter by letter: small letters and digits, no spaces. */
export class LetterGraph {
  private count = 0
  private readonly root: Point = this.point()
  private readonly parts = new Map<string, Point>()
  private remembered = 0
  private start: GraphPlaces | undefined

  constructor({ phrases, parts, names }: Pick<SpokenVocabulary, 'phrases' | 'parts' | 'names'>) {
    for (const [name, templates] of Object.entries(parts)) {
      const start = this.partNamed(name)
      for (const template of templates) this.addTemplate(start, template)
    }
    for (const [name, list] of Object.entries(names)) {
      const start = this.partNamed(name)
      for (const said of list) this.addLetters(start, plainLetters(said)).ends ||= plainLetters(said) !== ''
    }
    for (const template of phrases) this.addTemplate(this.root, template)
  }

  /** Before the first letter. */
  begin(): GraphPlaces {
    if (this.start === undefined || this.remembered > mostRemembered) {
      this.remembered = 0
      this.start = { places: this.withFree([{ point: this.root, after: undefined }]), next: new Map() }
    }
    return this.start
  }

  /** After these letters more; undefined when no phrase begins so. */
  advance(from: GraphPlaces, letters: string): GraphPlaces | undefined {
    let current: GraphPlaces | undefined = from
    for (const letter of letters) {
      if (current === undefined) return undefined
      if (!current.next.has(letter)) current.next.set(letter, this.after(current.places, letter))
      current = current.next.get(letter)
    }
    return current
  }

  /** Whether a text is a phrase, in whatever spelling. */
  holds(text: string): boolean {
    const places = this.advance(this.begin(), plainLetters(text))
    return places !== undefined && this.ends(places)
  }

  /** Whether a phrase can end here. */
  ends({ places }: GraphPlaces): boolean {
    return places.some(({ point, after }) => point.ends && after === undefined)
  }

  private after(places: readonly Place[], letter: string): GraphPlaces | undefined {
    const next: Place[] = []
    for (const { point, after } of places) {
      const to = point.letters.get(letter)
      if (to !== undefined) next.push({ point: to, after })
    }
    if (next.length === 0) return undefined
    this.remembered += 1
    return { places: this.withFree(next), next: new Map() }
  }

  private point(): Point {
    return { id: this.count++, letters: new Map(), free: [], parts: [], ends: false }
  }

  private partNamed(name: string): Point {
    const known = this.parts.get(name)
    if (known !== undefined) return known
    const start = this.point()
    this.parts.set(name, start)
    return start
  }

  private addLetters(from: Point, letters: string): Point {
    let at = from
    for (const letter of letters) {
      let to = at.letters.get(letter)
      if (to === undefined) {
        to = this.point()
        at.letters.set(letter, to)
      }
      at = to
    }
    return at
  }

  private addTemplate(start: Point, template: string): void {
    const tokens = template.match(/\{\w+\}|[()[\]|]|[^\s(){}[\]|]+/g) ?? []
    // A phrase of its own way in: what others begin with alike must not lead into its options.
    const own = this.point()
    start.free.push(own)
    for (const end of this.addAlternatives([own], tokens)) end.ends = true
  }

  /** Reads up to the bracket that ends a group, or to the end; answers where it can have ended. */
  private addAlternatives(starts: Point[], tokens: string[]): Point[] {
    const ends: Point[] = []
    let at = starts
    for (let token = tokens.shift(); token !== undefined && token !== ')' && token !== ']'; token = tokens.shift()) {
      if (token === '|') {
        ends.push(...at)
        at = starts
      } else if (token === '(' || token === '[') {
        const within = this.joined(at)
        const after = this.addAlternatives([within], tokens)
        at = token === '[' ? [...after, within] : after
      } else {
        const from = this.joined(at)
        if (token.startsWith('{')) {
          const then = this.point()
          from.parts.push({ name: token.slice(1, -1), then })
          at = [then]
        } else {
          // Letters of their own: shared ones would let an alternative go on as another.
          const own = this.point()
          from.free.push(own)
          at = [this.addLetters(own, plainLetters(token))]
        }
      }
    }
    return [...ends, ...at]
  }

  private joined(points: Point[]): Point {
    const [only] = points
    if (only !== undefined && points.length === 1) return only
    const to = this.point()
    for (const point of points) point.free.push(to)
    return to
  }

  private withFree(places: readonly Place[]): Place[] {
    const found = new Map<string, Place>()
    const waiting = [...places]
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      const { point, after } = place
      const key = `${point.id} ${after?.id ?? ''}`
      if (found.has(key)) continue
      found.set(key, place)
      for (const to of point.free) waiting.push({ point: to, after })
      for (const { name, then } of point.parts) {
        const start = this.parts.get(name)
        const id = `${then.id},${after?.id ?? ''}`
        if (start !== undefined && id.split(',').length <= deepest)
          waiting.push({ point: start, after: { id, to: then, outer: after } })
      }
      if (point.ends && after !== undefined) waiting.push({ point: after.to, after: after.outer })
    }
    return [...found.values()]
  }
}

/** What the graph knows of words: small letters and digits. */
export function plainLetters(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/&/g, 'and')
    .replace(/%/g, 'percent')
    .replace(/[^a-z0-9]/g, '')
}
