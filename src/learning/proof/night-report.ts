import type { Night } from '../../memory/ports.ts'

const mostReasons = 2

/** A night in two sentences, to be spoken; undefined when it is not worth a word. */
export function reportOf({ finished, newExamples, examples, suites }: Night): string | undefined {
  if (finished === undefined) return undefined
  const { outcome, reasons } = finished
  const count = newExamples > 0 ? newExamples : examples
  const learned = `I learned ${count} ${count === 1 ? 'thing' : 'things'}`
  const because = `because ${reasons.slice(0, mostReasons).join(', and because ')}`
  switch (outcome) {
    case 'adopted': {
      const curve = suites.find(({ part, role }) => part === 'sealed' && role === 'primary')
      if (curve === undefined || curve.n === 0) return `${learned} last night, and I use it from now on.`
      return `${learned} last night, and I use it from now on: on questions I had never seen I went from ${percent(curve.before)} to ${percent(curve.after)} percent.`
    }
    case 'not-adopted':
      return `${learned}; I did not adopt tonight's training ${because}.`
    case 'failed':
      return `Last night's training failed: ${reasons[0] ?? 'I do not know why.'}`
    case 'rolled-back':
      return `I went back to what I knew before, ${because}.`
    case 'nothing-new':
      return undefined
  }
}

function percent(share: number): number {
  return Math.round(share * 100)
}
