import { type Facet, wordCues } from './facet.ts'

/** What else the user asks about. */
export const generalFacets: readonly Facet[] = [
  {
    id: 'topic',
    title: 'topics',
    phrase: 'asks about {}',
    cues: wordCues(`
      cooking: recipes?|cook*|bake*|baking|oven|dish|ingredients?|sauce|dough|boil*
      health: symptoms?|fever|pain|vitamin*|doctor|medic*|ibuprofen|allerg*|calories|protein
      history: history|century|war|empire|ancient|president|revolution|founded|invented
      science: physics|chemis*|biology|planets?|atoms?|energy|species|evolution|quantum|dna|why (?:is|do|does) .{1,20} (?:sky|float|birds?|leaves)
      mathematics: equation*|percent*|calculate|square root|integral|probabilit*|derivative|convert
      languages: translat*|in (?:french|german|spanish|italian|japanese|polish|norwegian|portuguese|chinese|korean|dutch)|grammar|pronounc*|etymology|synonyms?
      writing: e-?mails?|letter|essay|rewrite|rephrase|proofread*|summar*|caption|speech|paragraph
      travel: visa|travel*|flights?|hotel|visit*|capital of|tourist*
      money: tax*|interest rate*|stocks?|mortgage*|insurance|invest*|inflation|bank
      film, books and music: movies?|films?|novel|books?|songs?|album|series|actor|plot of
      home: stain*|clean*|repair*|fix|carpet|drain|paint*|garden*|plants?
      sport: football|soccer|tennis|offside|olympic*|marathon|basketball|cricket
      law: legal|law|contract|tenant|landlord|rights|court
      animals: dogs?|cats?|birds?|horse*|fish|insects?
      shopping: which .{1,30} (?:buy|best)|best .{1,30} under|recommend .{1,30} (?:phone|laptop|camera)|gift*
    `),
  },
]
