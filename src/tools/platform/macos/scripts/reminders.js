// JavaScript for Automation. Arguments: a method and its input as JSON; moments are whole milliseconds since 1970. Answers JSON.
const app = Application('com.apple.reminders')

const millisecondsOf = (date) => (date ? date.getTime() : null)

const methods = {
  lists: () => app.lists.name(),

  create({ text, list, at, allDay }) {
    const target = list === undefined ? app.defaultList() : app.lists.byName(list)
    const moment = new Date(at)
    const due = at === undefined ? {} : allDay ? { alldayDueDate: moment } : { dueDate: moment, remindMeDate: moment }
    const reminder = app.Reminder(Object.assign({ name: text }, due))
    target.reminders.push(reminder)
    return { id: reminder.id(), list: target.name() }
  },

  // List by list, four questions each: a question for each reminder would take seconds.
  open({ list, from, before, limit }) {
    const lists = list === undefined ? app.lists() : [app.lists.byName(list)]
    const found = []
    for (const one of lists) {
      const name = one.name()
      const open = one.reminders.whose({ completed: false })
      const texts = open.name()
      const dues = open.dueDate()
      const days = open.alldayDueDate()
      open.id().forEach((id, index) => {
        const due = millisecondsOf(dues[index] || days[index])
        const isMeant = from === undefined || (due !== null && due >= from && due < before)
        if (isMeant) found.push({ id, text: texts[index], list: name, due })
      })
    }
    return { reminders: found.slice(0, limit), total: found.length }
  },

  isOpen({ id }) {
    const reminder = app.reminders.byId(id)
    return reminder.exists() && !reminder.completed()
  },

  setCompleted({ id, completed }) {
    app.reminders.byId(id).completed = completed
    return null
  },

  remove({ id }) {
    app.delete(app.reminders.byId(id))
    return null
  },

  createList({ name }) {
    app.lists.push(app.List({ name }))
    return null
  },

  removeList({ name }) {
    app.delete(app.lists.byName(name))
    return null
  },
}

// biome-ignore lint/correctness/noUnusedVariables: osascript calls it.
function run([method, input]) {
  return JSON.stringify(methods[method](JSON.parse(input)))
}
