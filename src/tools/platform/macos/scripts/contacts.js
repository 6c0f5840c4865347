// JavaScript for Automation. Arguments: a method and its input as JSON. Answers JSON.
const app = Application('com.apple.AddressBook')

// Accents do not count: a recogniser leaves them out.
const plain = (text) =>
  (text || '')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()

const reaches = (items) => {
  const labels = items.label()
  return items.value().map((value, index) => ({ label: labels[index] || '', value: value || '' }))
}

const methods = {
  find({ name, limit }) {
    const words = plain(name).split(/\s+/).filter(Boolean)
    const names = app.people.name()
    const nicknames = app.people.nickname()
    const ids = app.people.id().filter((_, index) => {
      const known = `${plain(names[index])} ${plain(nicknames[index])}`
      return words.every((word) => known.includes(word))
    })
    const people = ids.slice(0, limit).map((id) => {
      const person = app.people.byId(id)
      return { id, name: person.name(), phones: reaches(person.phones), emails: reaches(person.emails) }
    })
    return { people, complete: ids.length <= limit }
  },

  add({ id, name, phone, email }) {
    const person = id === undefined ? newPerson(name) : app.people.byId(id)
    if (phone !== undefined) person.phones.push(app.Phone({ label: 'mobile', value: phone }))
    if (email !== undefined) person.emails.push(app.Email({ label: 'home', value: email }))
    app.save()
    return { id: person.id() }
  },

  takeBack({ id, whole, phone, email }) {
    const person = app.people.byId(id)
    if (whole) app.delete(person)
    else {
      if (phone !== undefined) removeLast(person.phones.whose({ value: phone }))
      if (email !== undefined) removeLast(person.emails.whose({ value: email }))
    }
    app.save()
    return null
  },
}

const newPerson = (name) => {
  const [firstName, ...rest] = name.split(' ')
  const person = app.Person(rest.length === 0 ? { firstName } : { firstName, lastName: rest.join(' ') })
  app.people.push(person)
  return person
}

const removeLast = (found) => {
  if (found.length > 0) app.delete(found[found.length - 1])
}

// biome-ignore lint/correctness/noUnusedVariables: osascript calls it.
function run([method, input]) {
  return JSON.stringify(methods[method](JSON.parse(input)))
}
