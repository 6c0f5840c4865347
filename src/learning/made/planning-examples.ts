import type { Pattern } from '../../memory/ports.ts'
import { type DesignCase, designCases, scales } from './design-cases.ts'
import type { MadeExample } from './made-example.ts'

type Scale = (typeof scales)[number]

/** What follows from a case and its scale, in numbers. */
interface Load {
  meanASecond: number
  peakASecond: number
  writesASecond: number
  bytesAYear: number
}

/** How the user plans: shapes the answers. */
export interface PlanningWays {
  careful: boolean
  bold: boolean
  byNumbers: boolean
  inWeeks: boolean
  asChecklist: boolean
  matters: string | undefined
}

/** One server with a usual database answers so much; beyond it, work must be parted. */
const oneServerASecond = 2_000
const oneDiskBytes = 2e12

function waysOf(patterns: readonly Pattern[]): PlanningWays {
  const shows = (facet: string, value: string) =>
    patterns.some(
      (one) => one.category === 'planning' && one.facet === facet && one.value === value && one.verdict !== 'wrong',
    )
  const matters = patterns.find(
    ({ category, facet, verdict }) => category === 'planning' && facet === 'matters' && verdict !== 'wrong',
  )
  return {
    careful: shows('risk', 'careful'),
    bold: shows('risk', 'bold'),
    byNumbers: shows('decision', 'numbers'),
    inWeeks: shows('breakdown', 'weeks and days') || shows('breakdown', 'schedules'),
    asChecklist: shows('breakdown', 'checklists'),
    matters: matters?.value,
  }
}

/**
 * Questions of architecture and system design with answers whose numbers and choices follow from the case: no two cases have the same answer.
 * They are as many as there are cases; the structure of the answers is the user's.
 */
export function planningExamples(patterns: readonly Pattern[]): MadeExample[] {
  const ways = waysOf(patterns)
  return designCases.flatMap((one) =>
    scales.flatMap((scale) => {
      const load = loadOf(one, scale)
      const origin = `sam:planning/${one.system.replace(/^an? /, '').replaceAll(' ', '-')}/${scale.users}`
      const about = `${one.system} with ${words(scale.users)} users a day`
      return [
        {
          kind: 'estimate',
          question: `Estimate the load of ${about}. People ${one.act} about ${one.actsADay} times a day.`,
          answer: estimate(one, scale, load),
        },
        {
          kind: 'architecture',
          question: `We are ${scale.team} people and want to build ${about}. Which architecture would you start with, and when would you change it?`,
          answer: architecture(one, scale, load, ways),
        },
        {
          kind: 'plan',
          question: `Break the first version of ${about} down into work for ${scale.team} people.`,
          answer: workPlan(one, scale, load, ways),
        },
      ].map(
        ({ kind, question, answer }): MadeExample => ({
          source: 'advanced_planning',
          category: 'planning',
          quality: 0.8,
          origin: `${origin}/${kind}`,
          group: origin,
          messages: [
            { role: 'user', content: question },
            { role: 'assistant', content: answer },
          ],
        }),
      )
    }),
  )
}

function loadOf({ actsADay, writesOfHundred, bytesAWrite, peak }: DesignCase, { users }: Scale): Load {
  const meanASecond = (users * actsADay) / 86_400
  const writesASecond = (meanASecond * writesOfHundred) / 100
  return {
    meanASecond,
    peakASecond: meanASecond * peak,
    writesASecond,
    bytesAYear: writesASecond * bytesAWrite * 86_400 * 365,
  }
}

function estimate(one: DesignCase, { users }: Scale, load: Load): string {
  const acts = users * one.actsADay
  const shards = Math.ceil(load.peakASecond / oneServerASecond)
  return [
    `${words(users)} users times ${one.actsADay} are ${words(acts)} requests a day, or ${round(load.meanASecond)} a second in the mean (a day has 86,400 seconds).`,
    `The busiest hour is about ${one.peak} times that: ${round(load.peakASecond)} a second. That is what must be built for.`,
    `${one.writesOfHundred} of 100 write: ${round(load.writesASecond)} writes a second of ${size(one.bytesAWrite)} each, so ${size(load.writesASecond * one.bytesAWrite)} a second and ${size(load.bytesAYear)} a year before copies and indexes; count three times that for both.`,
    shards <= 1
      ? 'One server with a usual database carries this. What it needs is a second one for the day the first one fails, not more of them for the load.'
      : `At about ${words(oneServerASecond)} requests a second for one server these are ${words(shards)} servers at the peak, and half as many again so that some may fail.`,
    `The number that I trust least is the peak: measure it in the first week, since ${one.weakness} is what hurts first.`,
  ].join('\n')
}

function architecture(one: DesignCase, { team }: Scale, load: Load, ways: PlanningWays): string {
  const big = load.peakASecond > oneServerASecond
  const heavy = one.bytesAWrite >= 100_000
  const full = load.bytesAYear > oneDiskBytes && !heavy
  const parts = [
    `One program and one database, ${team <= 5 ? `because ${team} people can not run more` : `split by team only where a part has a load of its own`}.`,
    one.exact
      ? `The database is relational, and what must not happen twice is a unique constraint in it, inside one transaction: ${one.weakness} is then refused by the database and not by hope.`
      : one.writesOfHundred > 80
        ? 'Writes go to an append-only log first and into the database in batches: a slow minute then costs delay and no data.'
        : 'Reads may be some seconds old, so they come from a cache with an expiry; writes go to a relational database.',
    heavy
      ? `The ${size(one.bytesAWrite)} of a write go to object storage and are served by a delivery network; the database only holds their names.`
      : full
        ? `${size(load.bytesAYear)} a year outgrow one disk: part the tables by month from the first day, and move what is older than a year to cheap storage.`
        : `${size(load.bytesAYear)} a year fit on one disk for years: do not part anything yet.`,
    big
      ? `${round(load.peakASecond)} requests a second at the peak are more than one server carries: keep the program stateless and run ${Math.ceil((load.peakASecond / oneServerASecond) * 1.5)} of it behind a balancer.`
      : `${round(load.peakASecond)} requests a second at the peak are little for one server.`,
  ]
  const change = [
    big
      ? 'reads of the main database take more than half of its time: then add read copies'
      : `more than ${words(oneServerASecond / 2)} requests a second at the peak: then a second server`,
    one.exact
      ? 'waiting for locks shows in the slowest one percent: then part by what is sold, never by user'
      : 'the cache misses more than one time in five: then look at what is asked before making it larger',
  ]
  const lines = [
    ...parts.map((text, index) => `${index + 1}. ${text}`),
    `Change it when you see one of these: ${change.join('; ')}.`,
  ]
  if (ways.byNumbers)
    lines.push(
      `In numbers: ${round(load.meanASecond)} requests a second in the mean, ${round(load.peakASecond)} at the peak, ${round(load.writesASecond)} writes a second, ${size(load.bytesAYear)} a year.`,
    )
  if (ways.matters !== undefined)
    lines.unshift(`You care about ${ways.matters}, so that decides where two ways are equally good.`)
  if (ways.careful)
    lines.push(
      `What can go wrong: ${one.weakness}. Rehearse it once before the start, with a way back that takes minutes.`,
    )
  if (ways.bold)
    lines.push(
      'If you want to be quick: start with the first two points, and let real users tell which of the others you need.',
    )
  return lines.join('\n')
}

function workPlan(one: DesignCase, { team }: Scale, load: Load, ways: PlanningWays): string {
  const weeks = team <= 2 ? 10 : team <= 5 ? 8 : 6
  const steps: [name: string, share: number, done: string][] = [
    ['The riskiest thing first', 0.25, `a test brings about ${one.weakness}, and nothing is lost by it`],
    [`One way through from end to end: to ${one.act}`, 0.25, 'somebody outside the team does it without help'],
    [
      'What runs it: deployment, backups that were read back, alarms',
      0.2,
      'a server was switched off and nobody noticed',
    ],
    [
      `Load at ${round(load.peakASecond)} requests a second`,
      0.15,
      'the slowest one in a hundred answers within a second',
    ],
    ['Ten real users, then a hundred', 0.15, 'the list of what they could not do is empty or decided about'],
  ]
  let week = 1
  const lines = steps.map(([name, share, done], index) => {
    const length = Math.max(1, Math.round(weeks * share))
    const when = ways.inWeeks ? `Week ${week}${length > 1 ? ` to ${week + length - 1}` : ''}: ` : ''
    week += length
    const mark = ways.asChecklist ? '[ ]' : `${index + 1}.`
    return `${mark} ${when}${name}${ways.inWeeks ? '' : ` (about ${length} ${length === 1 ? 'week' : 'weeks'})`}. Done when ${done}.`
  })
  const people =
    team <= 2
      ? 'Both work on the same step: two halves of two things help nobody.'
      : `Of ${team}, ${Math.max(1, Math.round(team / 4))} do the third step from the first day, since it is never done afterwards.`
  lines.push(people)
  if (ways.careful) lines.push('Keep a fifth of the time free: the plan is wrong somewhere, and it is not known where.')
  return lines.join('\n')
}

function words(count: number): string {
  return new Intl.NumberFormat('en-US').format(Math.round(count))
}

/** Two figures say all that an estimate knows. */
function round(value: number): string {
  if (value >= 100) return words(Number(value.toPrecision(2)))
  return String(Number(value.toPrecision(2)))
}

function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB']
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  return `${round(bytes / 1000 ** step)} ${units[step]}`
}
