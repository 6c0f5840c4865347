/** Keys of services by their shape, and key files. */
const keys: readonly RegExp[] = [
  /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{15,}|xox[abeprs]-[\w-]{10,}|npm_\w{20,}|hf_\w{20,}|pypi-[\w-]{20,})/,
  /\b(?:AKIA|ASIA|AROA)[0-9A-Z]{16}\b/,
  /\bAIza[\w-]{30,}/,
  /\b(?:sk|rk|pk)[-_](?:live|test|ant|proj|or)[-_][\w-]{16,}/,
  /\bsk-[A-Za-z0-9]{32,}/,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/,
  /\bya29\.[\w-]{20,}/,
  /\bdop_v1_[0-9a-f]{32,}/,
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/,
  /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----/,
  /\bAccountKey=[A-Za-z0-9+/=]{40,}/,
  /\bhooks\.slack\.com\/services\/\w+\/\w+\/\w+/,
]

/** `apiKey = "..."`, `"password": "..."`, `DB_SECRET=...`. */
const named =
  /(?:api[-_]?key|access[-_]?key|secret|token|passw(?:or)?d|passphrase|credential|private[-_]?key|auth[-_]?key)\w{0,30}["']?\s{0,3}(?::|=>?|:=)\s{0,3}["'`]([^"'`\s]{8,200})["'`]/gi
const inEnvironmentFile =
  /^(?:export )?[A-Z0-9_]{0,60}(?:API_?KEY|SECRET|TOKEN|PASSWORD|PASSWD|CREDENTIALS?|PRIVATE_KEY)[A-Z0-9_]{0,60}=([^\s"'$<]{8,200})$/gm
const inAddress = /:\/\/[^\s/:@"'`]{1,100}:([^\s/@"'`]{3,200})@/g

/** What stands in for a secret in examples of code. */
const standIn =
  /^(?:.*(?:example|placeholder|changeme|change[-_]me|dummy|sample|fake|redacted|your|xxxx|\*\*\*|\.\.\.|<|\$\{|\{\{|process\.env|%s).*|(.)\1+|[a-z]+(?:[-_ ][a-z]+)*|password\d*|secret\d*|test\w*|\[.*)$/i

/** Whether a text holds a key, a password or a token that could be somebody's. */
export function holdsSecret(text: string): boolean {
  if (keys.some((shape) => shape.test(text))) return true
  return [named, inEnvironmentFile, inAddress].some((shape) =>
    [...text.matchAll(shape)].some(([, value = '']) => !standIn.test(value)),
  )
}
