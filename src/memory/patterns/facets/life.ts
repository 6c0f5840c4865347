import { cue, type Facet, wordCues } from './facet.ts'

/** How the user breaks work down and decides. */
export const planningFacets: readonly Facet[] = [
  {
    id: 'breakdown',
    title: 'how work is broken down',
    phrase: 'breaks work down into {}',
    cues: wordCues(`
      milestones: milestones?
      phases: phases?|stages?|phased
      weeks and days: week by week|day by day|weekly|daily|per week|each week|\\d+[- ]weeks?|\\d+[- ]days?
      checklists: check-?lists?|to-?do lists?|task lists?
      schedules: schedules?|timetables?|calendars?|time ?lines?|agendas?|itinerar*
      small steps: small(?:er)? (?:steps|tasks)|break (?:it|this|down)|break .{1,40} (?:into|down)|step by step|next steps
      priorities: priorit*|urgent|most important|first things first|rank
      owners: owners?|who does what|responsib*|delegate*|assign*
      budgets: budgets?|cost breakdown|allocat*
    `),
  },
  {
    id: 'matters',
    title: 'what matters',
    phrase: 'cares about {}',
    cues: wordCues(`
      cost: cost*|cheap*|budget*|money|afford*|price*|save money|expens*
      time: time|deadlines?|quick*|fast*|due date|on time|hurry|weeks left
      quality: quality|best possible|reliab*|well made|excellent
      family: family|kids?|children|wife|husband|partner|parents|baby
      health: health*|sleep|exercise|workouts?|gym|fitness|rest days?
      learning: learn*|study*|course|exam|certif*|skills?
      calm: stress-?free|relax*|calm|no stress|easy|comfort*
      other people: guests?|team|customers?|clients?|colleagues?|friends
      independence: freelanc*|own business|startup|self-employed|side business|sabbatical
    `),
  },
  {
    id: 'risk',
    title: 'risk',
    opposed: true,
    phrase: 'is {} with risk',
    cues: [
      cue(
        'careful',
        /\b(?:risks?|worst[- ]case|what (?:could|can) go wrong|plan b|back-?up plan|contingenc\w*|mitigat\w*|safe(?:r|st|ty)?|buffer|just in case|insurance|downsides?|conservative)\b/,
      ),
      cue(
        'bold',
        /\b(?:all in|take the (?:leap|risk|plunge)|go for it|aggressive(?:ly)?|ambitious|bold(?:er)?|fast as possible|move fast|bet on|quit my job|yolo)\b/,
      ),
    ],
  },
  {
    id: 'decision',
    title: 'how decisions are made',
    phrase: 'decides by {}',
    cues: wordCues(`
      comparing options: compare|comparison|versus|vs|options?|alternatives?|or should i
      pros and cons: pros and cons|advantages|disadvantages|upsides?|trade-?offs?
      numbers: numbers|calculate|estimate*|percent*|roi|return on|how much would|spreadsheet|forecast*
      criteria: criteria|decision (?:matrix|table)|weigh*|score*|rank*
      advice: what would you|recommend*|should i|should we|your advice|help me decide
      gut feeling: gut|feels right|instinct*|heart
    `),
  },
]

/** What the user works on in themselves, and how they take advice. */
export const coachingFacets: readonly Facet[] = [
  {
    id: 'growth',
    title: 'growth areas',
    phrase: 'works on {}',
    cues: wordCues(`
      procrastination: procrastinat*|putting (?:it |things |this )?off|put off|avoid*
      focus: focus*|concentrat*|distract*|attention
      confidence: confiden*|self-?esteem|self-?doubt|impost*|insecur*|fraud|shy
      habits: habits?|routines?|disciplin*|consisten*|willpower
      stress: stress*|burn(?:ed|t|ing)? ?out|overwhelm*|exhaust*|anxi*|worr*|panic*
      boundaries: boundar*|say(?:ing)? no|people[- ]pleas*|set(?:ting)? limits
      relationships: relationship*|partner|husband|wife|boyfriend|girlfriend|friends?hip|my (?:mother|father|sister|brother|friend|parents|son|daughter)
      hard conversations: hard conversations?|difficult conversations?|confront*|argu*|conflict*|speak* up|feedback
      work and career: career|job|boss|manager|promot*|raise|interview*|cowork*|colleague*
      body and sleep: sleep*|gym|weight|exercise|workout*|drink(?:ing)?|smok*|eating
      mood: sad*|depress*|lonel*|empty|numb|hopeless|cry*|grief|griev*
      anger: anger|angry|temper|resent*|snapp*|irritat*
      purpose: purpose|meaning|values|direction|what i (?:really )?want
    `),
  },
  {
    id: 'advice',
    title: 'how advice is taken',
    phrase: 'wants {}',
    cues: wordCues(`
      practical steps: steps|how (?:can|do) i|what (?:can|should) i do|techniques?|strateg*|exercise
      questions to reflect on: ask me|questions|reflect*|journal*|prompts?
      honest words: honest*|hard truth|blunt*|tough love|don't sugarcoat|brutal*
      encouragement: encourag*|pep talk|motivat* me|cheer*|believe in
      accountability: accountab*|check in|keep me honest|remind me|hold me
      to be heard: just (?:need|want) to (?:talk|vent)|listen*|vent*|someone to talk to|understand me
      a second opinion: but |not sure|i disagree|really\\?|am i (?:wrong|being|too)
    `),
  },
  {
    id: 'motivation',
    title: 'what motivates',
    phrase: 'is moved by {}',
    cues: wordCues(`
      progress: progress|achiev*|goals?|improv*|better|small wins|growth
      family: family|kids?|children|son|daughter|partner|example for
      recognition: recogni*|respect*|proud|praise*|appreciat*|success*
      freedom: free|freedom|independen*|own terms|autonom*
      health: health*|energy|fit|fitness|live longer
      money: money|financ*|raise|salary|debts?|afford
      meaning: meaning*|purpose|matter*|contribut*|help (?:others|people)
      belonging: belong*|friends|lonel*|connect*|community
      fear of falling behind: left behind|too late|everyone (?:else|my age)|compar*|wasted
    `),
  },
  {
    id: 'style',
    title: 'communication',
    opposed: true,
    phrase: 'speaks {}',
    cues: [
      cue(
        'of feelings first',
        /\bi(?:'m| am| feel| felt)\b.{0,30}\b(?:feel\w*|afraid|sad|angry|anxious|ashamed|guilty|lonely|overwhelmed|scared|terrified|hurt|lost|stuck|numb|awful|terrible|ridiculous|exhausted)\b|\bi feel\b|\bi hate\b/,
      ),
      cue('of facts first', /^(?:how|what|give|list|create|help me (?:plan|build)|which|is it|tell me)\b/),
    ],
  },
]
