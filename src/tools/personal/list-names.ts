import { plainWords } from './same-words.ts'

/** Lists that people call by several names. */
const alike: readonly (readonly string[])[] = [
  ['shopping', 'grocery', 'groceries', 'food shopping', 'supermarket'],
  ['to do', 'todo', 'to dos', 'todos', 'task', 'tasks', 'reminder', 'reminders'],
]

/** "my shopping list" gives "shopping". */
export function bareListName(spoken: string): string {
  const bare = plainWords(spoken)
    .replace(/^(?:the|my|our|a) /, '')
    .replace(/ lists?$/, '')
  return bare === 'list' ? '' : bare
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
