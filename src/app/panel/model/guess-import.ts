import type { importKinds } from '../../server/requests/memory-requests.ts'

export type ImportKind = (typeof importKinds)[number]

/** So much of each end of a file is looked at. */
const edgeBytes = 64 * 1024

/** What only one kind has in its first or last lines; a zip file keeps the names of what is in it at its end, unpacked. */
const signs: readonly [ImportKind, RegExp][] = [
  ['claude', /"chat_messages"|users\.json|projects\.json|memories\.json/],
  ['chatgpt', /"mapping"|"current_node"|chat\.html|message_feedback\.json|shared_conversations\.json/],
  ['claude-code', /"sessionId"|"parentUuid"/],
  ['training', /"messages"\s*:|"conversations"\s*:|"prompt"\s*:|"instruction"\s*:/],
]

/** Guesses what an export is from its ends; the user may say otherwise. Undefined: nothing tells. */
export async function guessImport(file: Pick<File, 'name' | 'size' | 'slice'>): Promise<ImportKind | undefined> {
  const head = await file.slice(0, edgeBytes).text()
  const tail = file.size > edgeBytes ? await file.slice(-edgeBytes).text() : ''
  return signs.find(([, sign]) => sign.test(head) || sign.test(tail))?.[0]
}
