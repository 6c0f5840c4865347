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
}

// biome-ignore lint/correctness/noUnusedVariables: osascript calls it.
function run([method, input]) {
  return JSON.stringify(methods[method](JSON.parse(input)))
}
