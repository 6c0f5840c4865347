/** What somebody wrote as JSON; undefined where it cannot be read, for example because it was cut off. */
export function writtenJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
