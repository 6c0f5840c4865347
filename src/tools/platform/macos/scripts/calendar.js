// JavaScript for Automation. Arguments: a method and its input as JSON; moments are whole milliseconds since 1970. Answers JSON.
const app = Application('com.apple.iCal')

const methods = {
  calendars: () => app.calendars.whose({ writable: true }).name(),

  // Calendar lists a series only at its first day: those that began before come with their rule.
  events({ from, before }) {
    const first = new Date(from)
    const end = new Date(before)
    const single = { _and: [{ startDate: { _lessThan: end } }, { endDate: { _greaterThanEquals: first } }] }
    const series = { _and: [{ startDate: { _lessThan: first } }, { recurrence: { _contains: 'FREQ' } }] }
    const events = []
    let complete = true
    for (const calendar of app.calendars()) {
      const name = calendar.name()
      const read = (filter) => {
        const found = calendar.events.whose(filter)
        const ids = found.uid()
        if (ids.length === 0) return
        const column = (property) => found[property]()
        const [titles, starts, ends] = [column('summary'), column('startDate'), column('endDate')]
        const [days, places] = [column('alldayEvent'), column('location')]
        const [rules, excluded] = [column('recurrence'), column('excludedDates')]
        ids.forEach((id, index) => {
          events.push({
            id,
            calendar: name,
            title: titles[index] || '',
            start: starts[index].getTime(),
            end: (ends[index] || starts[index]).getTime(),
            allDay: days[index],
            location: places[index] || '',
            rule: rules[index] || '',
            excluded: (excluded[index] || []).map((date) => date.getTime()),
          })
        })
      }
      try {
        read(single)
        read(series)
      } catch (error) {
        // Not allowed, not running, not responding: true of every calendar. Anything else is the trouble of this one.
        if (/-(?:1743|600|1712)\b/.test(`${error.errorNumber} ${error.message}`)) throw error
        complete = false
      }
    }
    return { events, complete }
  },

  create({ title, start, end, allDay, calendar, location }) {
    const target = calendar === undefined ? app.calendars.whose({ writable: true })[0] : app.calendars.byName(calendar)
    const details = { summary: title, startDate: new Date(start), endDate: new Date(end), alldayEvent: allDay }
    const event = app.Event(location === undefined ? details : Object.assign(details, { location }))
    target.events.push(event)
    return { id: event.uid(), calendar: target.name() }
  },

  // Two accounts may each have a calendar of this name.
  remove({ id, calendar }) {
    const holding = app.calendars
      .whose({ name: calendar })()
      .filter((one) => one.events.whose({ uid: id }).length > 0)
    const from = holding[0] || app.calendars.byName(calendar)
    app.delete(from.events.whose({ uid: id })[0])
    return null
  },
}

// biome-ignore lint/correctness/noUnusedVariables: osascript calls it.
function run([method, input]) {
  return JSON.stringify(methods[method](JSON.parse(input)))
}
