/** Words that are in every sentence say nothing about which one is meant; nor do those that ask for a memory. */
const common = new Set(
  `a about after again all also am an and any are as at be because been before being but by can could did do does doing don down
   during each few for from further had has have having he her here hers him his how i if in into is it its itself just know me
   mention mentioned more most my myself no nor not now of off on once only or other our out over own remember s said same say she
   should so some such t tell than that the their them then there these they this those through to told too under until up us
   very was we were what when where which while who whom whose why will with would you your`.split(/\s+/),
)

/** The words of a question that tell what it is about, in lower case, each once. */
export function tellingWords(text: string): string[] {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return [...new Set(words.filter((word) => word !== '' && !common.has(word)))]
}
