import { plainWords } from './same-words.ts'

/** Lists that people call by several names. */
const alike: readonly (readonly string[])[] = [
  ['shopping', 'grocery', 'groceries', 'food shopping', 'supermarket'],
  ['to do', 'todo', 'to dos', 'todos', 'task', 'tasks', 'reminder', 'reminders'],
]

/** "my shopping list" gives "shopping", "my list" nothing. */
export function bareListName(spoken: string): string {
  return plainWords(spoken)
    .replace(/^(?:the|my|our|a) /, '')
    .replace(/(?:^| )lists?$/, '')
}

/** "the list" is the default one: no name at all. */
export function namedList(spoken: string | undefined): string | undefined {
  return spoken === undefined || bareListName(spoken) === '' ? undefined : spoken
}

/** The list of these that is meant, by its name or by another word for the same; undefined when there is none. */
export function findList(spoken: string, names: readonly string[]): string | undefined {
  const wanted = bareListName(spoken)
  const named = (test: (name: string) => boolean) => names.find((name) => test(bareListName(name)))
  const family = alike.find((words) => words.includes(wanted)) ?? []
  return (
    named((name) => name === wanted) ??
    named((name) => `${name}s` === wanted || name === `${wanted}s`) ??
    named((name) => family.includes(name))
  )
}

/** How a new list is written: "Shopping", "Ana's birthday". */
export function newListName(spoken: string): string {
  const bare = spoken
    .trim()
    .replace(/^(?:the|my|our|a) /i, '')
    .replace(/ lists?$/i, '')
  return bare.charAt(0).toUpperCase() + bare.slice(1)
}
