import { cue, type Facet } from './facet.ts'

const longMessage = 600

/** How the user asks, whatever about. */
export const everyFacets: readonly Facet[] = [
  {
    id: 'answer-length',
    title: 'length of answers asked for',
    opposed: true,
    phrase: 'likes {}',
    cues: [
      cue(
        'short answers',
        /\b(?:briefly|concise(?:ly)?|short answer|be (?:short|brief)|keep it (?:short|brief|simple)|in (?:one|a) (?:sentence|line|word|paragraph)|tl;?dr|just the (?:code|answer|command|result)|only the (?:code|answer|command|result)|no (?:explanations?|preamble|fluff)|without (?:any )?explanation)\b/,
      ),
      cue(
        'detailed answers',
        /\b(?:in (?:great |more |full )?detail|detailed|thorough(?:ly)?|in[- ]depth|elaborate|comprehensive|as much detail|full explanation|explain everything)\b/,
      ),
    ],
  },
  {
    id: 'explanation',
    title: 'kinds of explanation asked for',
    phrase: 'asks for {}',
    cues: [
      cue(
        'the reason why',
        /\bwhy (?:is|are|does|do|did|doesn't|don't|isn't|would|should|can't|not|it|this|that)\b|\bwhat(?:'s| is) the reason\b/,
      ),
      cue('steps', /\bstep[- ]by[- ]step\b|\bstep by step\b|\bwalk me through\b|\bin steps\b/),
      cue(
        'examples',
        /\b(?:an|some|more|real|concrete|code) examples?\b|\bfor example\?|\bexamples? (?:of|please)\b|\bshow me\b/,
      ),
      cue(
        'simple words',
        /\b(?:simple (?:terms|words)|like i(?:'m| am) (?:five|5|a (?:child|beginner))|eli5|for (?:a )?(?:beginner|dummies|newbie)s?|layman)\b/,
      ),
      cue(
        'the inner workings',
        /\bunder the hood\b|\binternally\b|\bhow does (?:it|that|this) (?:really |actually )?work\b|\bin[- ]depth\b|\bexactly happens\b/,
      ),
      cue('lists or tables', /\b(?:as a|in a|make a|give me a) (?:table|list|bullet(?:ed)? list)\b|\bbullet points?\b/),
    ],
  },
  {
    id: 'writing',
    title: 'how messages are written',
    opposed: true,
    minor: true,
    phrase: 'writes {}',
    cues: [
      { value: 'short messages', holds: ({ whole }) => whole.length > 0 && whole.every((text) => text.length < 120) },
      {
        value: 'long messages',
        holds: ({ own, whole }) => whole.some((text) => text.length > longMessage) && own.length > longMessage,
      },
    ],
  },
  {
    id: 'tone',
    title: 'tone towards the assistant',
    minor: true,
    phrase: 'is {}',
    cues: [cue('polite', /\b(?:please|thank you|thanks|could you|would you mind)\b/)],
  },
]
