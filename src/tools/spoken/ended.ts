/** A sentence with one end, also where the words of somebody else closed it already. */
export function ended(sentence: string): string {
  return /[.!?…]["”’)]*$/.test(sentence) ? sentence : `${sentence}.`
}
