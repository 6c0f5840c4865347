import fs from 'node:fs'

/** Openings by what they are for, so that the export has all kinds; `#` becomes a number. */
const openings = [
  'How do I fix this TypeScript error in my async function number #? Property does not exist on type.',
  'You are a grumpy dragon guarding library #. Stay in character and greet my knight.',
  'Help me break app launch # into milestones with risks and owners for the next quarter.',
  'I keep procrastinating and feel guilty about it for # days now, how can I build better habits?',
  'What is the difference between a tangelo and an orange, question #?',
]
const syllables =
  'ba ke li mo nu ra se ti vo za chi dra fen gor hul jin kra len mip nor pel qua rin sol tam ur vex wil yor zen'.split(
    ' ',
  )
const common =
  'the of and to a in is that for it with as you this on are be not have can will if from at one we what how when more about so there which would like'.split(
    ' ',
  )

/** Repeatable pseudo-random numbers below 1. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

/** Text whose words are spread as in English: half of them common, the others from some 30,000, the rarer the less often. */
function words(roll: () => number, count: number): string {
  const rare = () => {
    let number = Math.floor(30_000 ** roll())
    let word = ''
    do {
      word += syllables[number % syllables.length] ?? ''
      number = Math.floor(number / syllables.length)
    } while (number > 0)
    return word
  }
  const said = Array.from({ length: count }, () =>
    roll() < 0.5 ? (common[Math.floor(roll() * common.length)] ?? '') : rare(),
  )
  return said.join(' ').replace(/(\S+ ){14}\S+/g, '$&.\n')
}

/** One conversation as ChatGPT exports it: hidden first message, a branch that was given up, answers several times longer than questions. */
function exampleConversation(index: number, turns: number, answerWords: number): object {
  const roll = dice(index + 1)
  const at = 1_500_000_000 + index * 7200
  const mapping: Record<string, object> = {}
  let parent: string | null = null
  const add = (id: string, role: string, text: string, metadata: object, isLast: boolean) => {
    const content = { content_type: 'text', parts: [text] }
    const message = {
      id,
      author: { role, name: null, metadata: {} },
      create_time: at + Object.keys(mapping).length,
      update_time: null,
      content,
      status: 'finished_successfully',
      end_turn: true,
      weight: 1,
      metadata,
      recipient: 'all',
      channel: null,
    }
    mapping[id] = { id, message, parent, children: isLast ? [] : [`${index}-${Object.keys(mapping).length + 1}`] }
    parent = id
  }
  add(`${index}-0`, 'system', '', { is_visually_hidden_from_conversation: true }, false)
  for (let turn = 0; turn < turns; turn++) {
    const opening = openings[index % openings.length] ?? ''
    const question = turn === 0 ? opening.replace('#', String(index)) : words(roll, 8 + Math.floor(roll() * 30))
    add(`${index}-${turn * 2 + 1}`, 'user', question, { request_id: `request-${index}-${turn}` }, false)
    add(
      `${index}-${turn * 2 + 2}`,
      'assistant',
      words(roll, Math.floor(answerWords * (0.5 + roll()))),
      { model_slug: 'gpt-4o', finish_details: { type: 'stop' } },
      turn === turns - 1,
    )
  }
  const [root] = Object.keys(mapping)
  const other = {
    id: `${index}-other`,
    author: { role: 'assistant' },
    create_time: at,
    content: { content_type: 'text', parts: [words(roll, 20)] },
    metadata: {},
    recipient: 'all',
  }
  mapping[`${index}-other`] = { id: `${index}-other`, message: other, parent: root, children: [] }
  return {
    title: `Conversation ${index}`,
    create_time: at,
    update_time: at + 500,
    mapping,
    moderation_results: [],
    current_node: parent,
    plugin_ids: null,
    conversation_id: `c-${index}`,
    gizmo_id: null,
    is_archived: false,
    id: `c-${index}`,
  }
}

/** Writes an export of so many conversations; answers its size in bytes. */
export function makeExport(file: string, conversations: number, turns: number, answerWords: number): number {
  const handle = fs.openSync(file, 'w')
  try {
    let pending: string[] = []
    for (let index = 0; index < conversations; index++) {
      pending.push(`${index === 0 ? '[' : ','}${JSON.stringify(exampleConversation(index, turns, answerWords))}`)
      if (pending.length === 200 || index === conversations - 1) {
        fs.writeSync(handle, pending.join('\n'))
        pending = []
      }
    }
    fs.writeSync(handle, ']')
    return fs.fstatSync(handle).size
  } finally {
    fs.closeSync(handle)
  }
}
