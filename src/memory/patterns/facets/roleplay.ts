import { cue, type Facet, wordCues } from './facet.ts'

/** Whom and how the user plays. */
export const roleplayFacets: readonly Facet[] = [
  {
    id: 'character',
    title: 'kinds of characters',
    phrase: 'likes characters such as {}',
    cues: wordCues(`
      dragons: dragons?|wyverns?
      wizards and witches: wizards?|witch|witches|sorcer*|mages?|necromancer*|warlock*
      knights and warriors: knights?|warriors?|paladins?|samurai|gladiators?|vikings?|soldiers?
      thieves and assassins: thief|thieves|assassins?|rogues?|smugglers?|bandits?
      elves, dwarves and orcs: elf|elves|elven|dwarf|dwarves|orcs?|goblins?|fairy|fairies|fae
      vampires and werewolves: vampires?|werewol*|lycan*
      ghosts and demons: ghosts?|demons?|devils?|spirits?|angels?
      royalty: king|queen|princes?|princess*|emperor|empress|royal*
      pirates: pirates?|buccaneers?
      detectives: detectives?|inspectors?|sherlock|private eye
      spies and gangsters: spy|spies|secret agents?|gangsters?|mafia|mob boss
      robots and artificial minds: robots?|androids?|cyborgs?|artificial intelligence|ai companion
      captains and crews: captains?|starship|spaceship|crew|space marines?
      heroes and villains: superhero*|villains?|supervillain*|nemesis
      gods: gods?|goddess*|deity|deities|oracle
      companions and lovers: girlfriend|boyfriend|lover|companion|crush|soulmate
      animals: talking (?:cat|dog|animal)|wolf|wolves|raven|fox
    `),
  },
  {
    id: 'setting',
    title: 'settings',
    phrase: 'sets scenes in {}',
    cues: wordCues(`
      fantasy worlds: fantasy|kingdom|castle|magic*|realm|medieval|tavern|dungeon
      space and the future: sci-?fi|science fiction|space*|galaxy|planet|futuristic|cyberpunk|dystopia*
      the present day: modern day|high school|office|apartment|college
      the past: victorian|1920s|ancient|roman|egypt*|wild west|regency
      after the end of the world: apocaly*|post-apocaly*|zombies?|wasteland
      haunted places: haunted|gothic|crypt|graveyard|asylum
    `),
  },
  {
    id: 'mood',
    title: 'tones',
    phrase: 'likes a tone that is {}',
    cues: wordCues(`
      dark: dark|darker|grim*|gritty|bleak|blood*
      funny: funny|humor*|humour*|comed*|silly|sarcas*|witty
      romantic: romanc*|romantic*|flirt*|love|kiss*|slow burn
      scary: scary|spooky|creepy|horror|terrifying
      epic: epic|heroic|legend*|battle*
      cosy: cozy|cosy|wholesome|heartwarming|gentle
      tense: tense|suspense*|thriller|mystery|mysterious
      sad: sad|melanchol*|tragic|tragedy|bittersweet
    `),
  },
  {
    id: 'structure',
    title: 'structures',
    phrase: 'plays with {}',
    cues: [
      {
        value: 'deeds between stars',
        holds: ({ whole }) => whole.some((text) => /(?:^|\s)\*[a-z][^*\n]{6,}\*(?!\*)/m.test(text)),
      },
      cue(
        'turns in character',
        /\bin character\b|\bstay in (?:character|persona)\b|\brole-?play|\brp\b|\byou(?:'re| are) (?:a|an|the|my|captain|lord|lady)\b|\bpretend (?:to be|you)|\bact (?:as|like)\b/,
      ),
      cue(
        'a game master',
        /\bdungeon master\b|\bgame master\b|\b(?:gm|dm)\b|\bdnd\b|\bd&d\b|\broll(?:s|ed)? (?:for|initiative|a d)|\btext adventure\b|\bcampaign\b/,
      ),
      cue(
        'stories and chapters',
        /\b(?:write|continue|tell)\b.{0,40}\b(?:story|tale|chapter|scene|novel|fan ?fiction)\b|\bnext (?:chapter|scene|part)\b/,
      ),
      cue('dialogue', /\bdialogue\b|\bconversation between\b|\bmonologue\b/),
      cue(
        'world building',
        /\bworld ?building\b|\bmy world\b|\blore\b|\bbackstory\b|\bcharacter sheet\b|\bmagic system\b/,
      ),
    ],
  },
  {
    id: 'voice',
    title: 'voice',
    phrase: 'writes in {}',
    cues: [
      cue(
        'the first person',
        /(?:^|[.!?"*]\s*)(?:i (?:walk|draw|look|take|step|reach|open|whisper|attack|cast|enter|smile|nod|turn|run|ask|grab|hand|sit|lean)\b)/m,
      ),
      cue(
        'the third person',
        /\b(?:she|he) (?:walks|draws|looks|takes|steps|reaches|opens|whispers|smiles|nods|turns|said|looked|walked)\b/,
      ),
      cue('spoken lines', /["“][a-z][^"”\n]{4,}["”]/),
      cue('old-fashioned speech', /\b(?:thou|thee|thy|hath|m'?lord|milady|mylady|ye olde|'tis|hark)\b/),
    ],
  },
]
