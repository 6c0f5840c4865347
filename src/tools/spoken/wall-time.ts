/** The wall time of another zone, as a local Date with the same numbers. */
export function timeIn(timeZone: string, moment: Date): Date {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value)
  return new Date(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/** When it is this wall time (the numbers of a local Date) in another zone; an hour that the clocks skip there becomes the one after it. */
export function momentIn(timeZone: string, wall: Date): Date {
  let moment = wall
  // Twice: the first guess may lie on the other side of a change of the clocks.
  for (let round = 0; round < 2; round += 1) {
    moment = new Date(moment.getTime() + wall.getTime() - timeIn(timeZone, moment).getTime())
  }
  return moment
}
