const words = new Set(
  (
    'mhm mm mmm hm hmm uh huh aha ah oh right yeah yep yup yes ok okay sure alright cool great nice wow good fine really ' +
    'exactly indeed true i see got it go on uh-huh mm-hmm'
  ).split(' '),
)
/** The longest of them: "okay, I see". */
const mostWords = 3

/** What a listener says without wanting the turn: "mhm", "right", "yeah", "okay, I see". */
export function isBackchannel(text: string): boolean {
  const said = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}' -]/gu, ' ')
    .split(/[\s-]+/)
    .filter((word) => word !== '')
  return said.length <= mostWords && said.every((word) => words.has(word))
}
