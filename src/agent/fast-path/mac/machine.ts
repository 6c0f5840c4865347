import { readDuration } from '../durations.ts'
import { type Captures, type Grammar, pattern, readPatterns, type Scene, type SlotReading } from '../grammar.ts'
import { readMoment } from '../moments.ts'
import { surfaceOf, type Utterance } from '../utterance.ts'

const mac = '(mac|macbook|imac|computer|laptop|machine|system|pc|notebook)'
const on = { slots: () => ({ enabled: true }) }
const off = { slots: () => ({ enabled: false }) }
const turnOn = '(turn on|switch on|enable|activate|start)'
const turnOff = '(turn off|switch off|disable|deactivate|stop|kill|shut off)'

/** "for two hours", "until six". */
function awakeFor(captures: Captures, _utterance: Utterance, scene: Scene): SlotReading | undefined {
  const words = (captures['time'] ?? '').trim().split(' ')
  const now = scene.context.now
  const duration =
    readDuration(words, 0) ?? (words[0] === 'next' ? readDuration(['one', ...words.slice(1)], 0) : undefined)
  if (duration !== undefined) return { durationSeconds: duration.seconds }
  const moment = readMoment(words, 0, now)
  if (moment?.hasTime && moment.length === words.length)
    return { durationSeconds: Math.round((moment.date.getTime() - now.getTime()) / 1000) }
  return undefined
}

function named(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = captures['name'] ?? ''
  if (
    /^ (?:a|an|it|this|that|some|any|the|for|keyboard|one|my)$| mode$/.test(words) ||
    words.trim().split(' ').length > 6
  )
    return undefined
  return { name: surfaceOf(utterance, words.replace(/^ (?:the|my|called|named) (?=.)/, ' ')) }
}

/** "run my morning": most likely a shortcut; whether there is one is found out before anything runs. */
function ownShortcut(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const name = (captures['name'] ?? '').trim()
  const other =
    /\b(?:playlists?|music|songs?|albums?|mix|podcasts?|audiobooks?|radio|apps?|applications?|programs?|files?|code|tests?|games?|browser|vacuum|robot|cleaner|coffee|machine|dishwasher|washer|lights?|bath|shower|water|errands?|business|life|car|house|mouth|credit|numbers|alarms?|timers?|presentation|slideshow|briefing|news|updates?|virus|scan)\b/
  if (name.split(' ').length > 3 || other.test(name) || scene.applications.resolve(name) !== undefined) return undefined
  return named(captures, utterance)
}

const focusNames = '(work|personal|sleep|driving|gaming|mindfulness|reading|fitness|study|deep work|writing)'
function focus(enabled: boolean) {
  return (captures: Captures, utterance: Utterance): SlotReading | undefined => {
    const name = captures['name']
    if (name === undefined || /^ (?:the|my|a)$/.test(name)) return { enabled }
    if (/\b(?:on|camera|lens|group|group's|for|with|energy)\b/.test(name) || name.trim().split(' ').length > 3)
      return undefined
    return { enabled, name: surfaceOf(utterance, name.replace(/^ (?:the|my) /, ' ')) }
  }
}

const patterns = [
  // focus
  pattern('focus.set', `${turnOn} [(my|the)] do not disturb [mode] [on]`, on),
  pattern('focus.set', `${turnOff} [(my|the)] do not disturb [mode]`, off),
  pattern('focus.set', '(turn|switch) [my|the] do not disturb [mode] on', on),
  pattern('focus.set', '(turn|switch) [my|the] do not disturb [mode] off', off),
  pattern(
    'focus.set',
    '(go|set|put|switch|enter) [(me|my mac|it|the mac|my computer)] [(to|on|into|in)] do not disturb [mode]',
    on,
  ),
  pattern('focus.set', '[go] do not disturb [(mode|on|please)]', on),
  pattern('focus.set', '(dnd|d n d) [mode] on', on),
  pattern('focus.set', '(dnd|d n d|do not disturb) [mode] off', off),
  pattern('focus.set', '(turn on|enable|switch on|activate) (dnd|d n d)', on),
  pattern('focus.set', '(turn off|disable|switch off|end) (dnd|d n d)', off),
  pattern('focus.set', '(end|exit|leave|cancel|get out of) do not disturb [mode]', off),
  pattern('focus.set', `${turnOn} [(my|the)] focus [mode]`, on),
  pattern('focus.set', `(${turnOff}|end|exit|leave) [(my|the)] focus [mode]`, off),
  pattern('focus.set', '(turn|switch) [(my|the)] focus [mode] on', on),
  pattern('focus.set', '(turn|switch) [(my|the)] focus [mode] off', off),
  pattern('focus.set', `(${turnOn}|set|enter|go into|switch to|use|put on) [(my|the)] {name} focus [mode]`, {
    slots: focus(true),
  }),
  pattern('focus.set', `(${turnOff}|end|exit|leave) [(my|the)] {name} focus [mode]`, { slots: focus(false) }),
  pattern('focus.set', '(put|set) me (in|into|on) [(a|my|the)] {name} focus [mode]', { slots: focus(true) }),
  pattern('focus.set', `(turn|switch) [(my|the)] {name} focus [mode] on`, { slots: focus(true) }),
  pattern('focus.set', `(turn|switch) [(my|the)] {name} focus [mode] off`, { slots: focus(false) }),
  pattern('focus.set', `set [(my|the)] focus [mode] to {name}`, { slots: focus(true) }),
  pattern('focus.set', `(silence|mute|pause|hide|block|stop|turn off) [(all|my|the|all my)] notifications`, on),
  pattern('focus.set', `(unsilence|unmute|resume|turn on|show|allow) [(all|my|the|all my)] notifications [again]`, off),
  pattern('focus.set', `(put|set|switch) [(me|my mac|it|the mac|my computer)] (to|on|into|in) ${focusNames} focus`, on),
  // shortcuts
  pattern(
    'shortcuts.list',
    '(list|show|show me|what are|which are|what|which|tell me|read) [me] [all] [(my|the)] [siri] shortcuts [(do i have|have i got|are there|can you run)]',
    { slots: () => ({}) },
  ),
  pattern(
    'shortcuts.run',
    '(run|start|execute|launch|trigger|play|do|use|perform|fire|fire off|kick off|activate) [(my|the|a)] [siri] shortcut [(called|named)] {name}',
    { slots: named },
  ),
  pattern(
    'shortcuts.run',
    '(run|start|execute|launch|trigger|do|use|perform|fire|fire off|kick off|activate) [(my|the)] {name} shortcut',
    { slots: named },
  ),
  pattern('shortcuts.run', '(run|start|execute|trigger) [(my|the)] {name} (automation|workflow|macro)', {
    slots: named,
    confidence: 0.8,
  }),
  // "short" is what a recogniser leaves of it
  pattern(
    'shortcuts.run',
    '(run|start|execute|trigger|do|begin|launch|kick off|activate) [(my|the)] {name} (routine|short|short cut|shortcuts)',
    { slots: named, confidence: 0.94 },
  ),
  pattern('shortcuts.run', '(run|execute|trigger) my {name}', { slots: ownShortcut, confidence: 0.93 }),
  // power
  pattern('power.lock', `lock [(the|my|this|up)] [(the|my)] (${mac}|screen|display|session)`),
  pattern('power.lock', '(lock (it|up) [now]|lock me out)', { confidence: 0.8 }),
  pattern('power.lock', 'lock'),
  pattern(
    'power.display-sleep',
    '(turn off|switch off|shut off|sleep|black out|blank|turn the power off to|power off) [(the|my)] (screen|display|monitor|screens|displays)',
  ),
  pattern('power.display-sleep', '(turn|switch|shut) [(the|my)] (screen|display|monitor|screens|displays) off'),
  pattern('power.display-sleep', '(put|send) [(the|my)] (screen|display|monitor|screens|displays) to sleep'),
  pattern('power.display-sleep', 'let [(the|my)] (screen|display) sleep'),
  pattern('power.sleep', `(put|send) [(the|my|this)] ${mac} to sleep`),
  pattern('power.sleep', `(sleep|suspend|hibernate) [(the|my|this)] ${mac}`),
  pattern('power.sleep', `(let|make) [(the|my|this)] ${mac} (sleep|go to sleep)`),
  pattern('power.sleep', '(go into|enter|go to|activate) sleep mode'),
  pattern('power.sleep', `(put|set) [(the|my|this)] ${mac} (in|into|on) sleep [mode]`),
  pattern(
    'power.keep-awake',
    `keep [(the|my|this)] (${mac}|screen|display|it) (awake|on|running|alive|from sleeping) [(for|until|till) [the] {time}]`,
    { slots: maybeTime },
  ),
  pattern('power.keep-awake', `(stay|remain|keep) awake [(for|until|till) [the] {time}]`, { slots: maybeTime }),
  pattern(
    'power.keep-awake',
    `(do not|never) let [(the|my|this)] (${mac}|screen|display) (sleep|go to sleep|fall asleep|turn off) [(for|until|till) [the] {time}]`,
    { slots: maybeTime },
  ),
  pattern('power.keep-awake', `do not (sleep|go to sleep|fall asleep) (for|until|till) [the] {time}`, {
    slots: maybeTime,
  }),
  pattern(
    'power.keep-awake',
    `(prevent|stop|keep) [(the|my|this)] (${mac}|screen|display) from (sleeping|going to sleep|falling asleep|turning off) [(for|until|till) [the] {time}]`,
    { slots: maybeTime },
  ),
  pattern('power.keep-awake', '(caffeinate|turn on caffeine) [(for|until) {time}]', { slots: maybeTime }),
  pattern('power.restart', `(restart|reboot) [(the|my|this)] ${mac}`),
  pattern('power.restart', '(restart|reboot)', { confidence: 0.7 }),
  pattern('power.shut-down', `(shut down|power off|power down|turn off|switch off|shut off) [(the|my|this)] ${mac}`),
  pattern('power.shut-down', `(shut|turn|switch|power) [(the|my|this)] ${mac} (down|off)`),
  pattern('power.shut-down', '(shut down|power down|power off)', { confidence: 0.7 }),
  pattern('power.log-out', `(log out|log off|sign out|log me out|sign me out|log me off) [of (the|my|this) ${mac}]`),
  pattern('power.log-out', `(log|sign) (me|my user) (out|off) [of (the|my|this) ${mac}]`),
  // radios
  pattern('system.wifi', `${turnOn} [(the|my)] (wifi|wi fi|wireless|airport)`, on),
  pattern('system.wifi', `(${turnOff}|disconnect) [(the|my|from)] [the] (wifi|wi fi|wireless|airport)`, off),
  pattern('system.wifi', '(turn|switch) [(the|my)] (wifi|wi fi|wireless) [back] on', on),
  pattern('system.wifi', '(turn|switch) [(the|my)] (wifi|wi fi|wireless) off', off),
  pattern('system.bluetooth', `${turnOn} [(the|my)] bluetooth`, on),
  pattern('system.bluetooth', `${turnOff} [(the|my)] bluetooth`, off),
  pattern('system.bluetooth', '(turn|switch) [(the|my)] bluetooth [back] on', on),
  pattern('system.bluetooth', '(turn|switch) [(the|my)] bluetooth off', off),
  // facts
  pattern(
    'system.disk',
    '(how much|what|is there) [(free|disk|storage|hard drive|hard disk|enough|any|is the|is my)] [(disk|storage|hard drive|hard disk|free)] (space|storage|room|disk space|storage space) [(is|do i have|have i got|is there|does (my|the|this) mac have)] [(left|free|available|remaining|do i have left)] [on (my|the|this) (disk|mac|hard drive|computer|drive|hard disk|laptop|macbook)]',
  ),
  pattern(
    'system.disk',
    `(how full is|check|show|show me|tell me|what is) [(my|the|me)] [(my|the)] [(free|remaining|available)] (disk space|storage|disk|hard drive|hard disk|storage space|disk usage|free space|space left) [(usage|space|status|left)] [on (my|the|this) (disk|mac|hard drive|computer|drive|laptop)]`,
  ),
  pattern('system.disk', `is (my|the) (disk|hard drive|drive|storage) [(almost|nearly|getting)] full`),
  pattern('system.disk', 'am i (running|getting) (low on|out of) (disk space|storage|space)'),
  pattern(
    'system.network',
    `(am i|are we|is (my|the|this) ${mac}) (online|connected|offline|on the internet) [to (the|a) (internet|network|wifi|web)]`,
  ),
  pattern('system.network', `am i connected [to [the] (internet|wifi|network)]`),
  pattern(
    'system.network',
    `(what|which) (wifi|network|wi fi|wireless network|wifi network) (am i|are we|is this|is (my|the) ${mac}) [(on|connected to|using)]`,
  ),
  pattern(
    'system.network',
    `(what is|tell me|show me|show|check|give me|get) [(my|the|me)] [my] [(local|current|private|wifi)] (ip|ip address|i p address|network status|internet connection|network connection|wifi status|network|wifi|wifi network|wifi name|internet|connection status) [(address|name|status|connection)] [of (my|this|the) ${mac}]`,
  ),
  pattern(
    'system.network',
    'is (the|my) (internet|wifi|network|connection|internet connection) (working|up|down|on|connected|okay|ok|online)',
  ),
  pattern(
    'system.processes',
    `(what|which) (is|apps are|processes are|applications are|programs are|process is|app is|program is) (using|hogging|eating|taking|slowing|consuming|eating up|taking up) [(up|down|all|the most|so much|most of|most|of)] [(my|the)] [(most|all)] (cpu|memory|ram|processor|energy|resources|${mac}|battery)`,
    {
      slots: (_captures, utterance) => (/ (?:memory|ram)(?= |$)/.test(utterance.line) ? { kind: 'memory' } : {}),
    },
  ),
  pattern(
    'system.processes',
    `(show|show me|list|check|what are|tell me) [me] [(the|all|my)] [(running|top|active|busiest)] (processes|cpu usage|memory usage|cpu load|processor load)`,
  ),
  pattern('system.processes', '(what|which) processes are (running|active)'),
  pattern(
    'system.processes',
    `(how much|what is [the|my]) (memory|ram|cpu) (is|usage|load) [(being used|in use|used|left|free)]`,
  ),
  pattern('system.processes', `why is (my|this|the) ${mac} [(so|running)] (slow|hot)`, { confidence: 0.8 }),
  pattern(
    'system.info',
    `(what|which) (version of [mac os|macos|os|the operating system]|macos|mac os|os|operating system) [version] [(is this|am i|do i|am i on|is on this)] [(running|using|have|mac|on|mac running|installed|${mac})]`,
  ),
  pattern(
    'system.info',
    `(what is|tell me|show me|show|give me) [(my|the|me)] [my] (system information|system info|os version|macos version|mac os version|system version|operating system|serial number|computer info|mac info|specs|system specs|computer specs) [of (my|this|the) ${mac}]`,
  ),
  pattern(
    'system.info',
    `(what|which) [(kind of|model of|type of|sort of)] [model] ${mac} (is this|do i have|am i using|am i on)`,
  ),
  pattern(
    'system.info',
    `how (much (ram|memory) does (my|this|the) ${mac} have|much (ram|memory) do i have|long has (my|this|the) ${mac} been (on|running|up))`,
  ),
  pattern('system.info', `(about this ${mac}|what is (my|the) uptime)`),
  pattern(
    'system.info',
    `(what|which) (processor|chip|cpu) (does|is|do) [(my|this|the|i|in)] [(my|this|the)] [${mac}] [have]`,
  ),
  // sound devices
  pattern(
    'sound.output-device',
    '(switch|change|set|move|send|route|put) [(the|my)] (sound|audio|output|sound output|audio output|output device|speaker|music) [output|device] (to|through|over to|on) [(my|the)] {name}',
    { slots: named },
  ),
  pattern(
    'sound.output-device',
    '(switch to|use|play through|play on|play sound through|play audio through|output to) [(my|the)] {name} (for|as) [(the|my)] (sound|audio|output|output device|sound output|audio output|speaker)',
    { slots: named },
  ),
  pattern(
    'sound.output-device',
    '(play|output) [(the|my|all)] (sound|audio|music) (through|on|over|via) [(my|the)] {name}',
    { slots: device },
  ),
  pattern('sound.output-device', '(switch|change) [over] to [(my|the)] {name}', { slots: device, confidence: 0.93 }),
  pattern('sound.output-device', 'use [(my|the)] {name}', { slots: device, confidence: 0.85 }),
]

function maybeTime(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  return captures['time'] === undefined ? {} : awakeFor(captures, utterance, scene)
}

/** Things that sound comes out of. */
function device(captures: Captures, utterance: Utterance): SlotReading | undefined {
  return /\b(?:airpods?(?: pro| max)?|headphones?|headset|earphones?|earbuds?|speakers?|homepod|monitor speakers|built in (?:speakers?|output)|internal speakers?|external speakers?|display audio|hdmi|soundbar|beats)$/.test(
    captures['name'] ?? '',
  )
    ? named(captures, utterance)
    : undefined
}

/** Focus, shortcuts, power, radios and facts about the machine. */
export const machineGrammar: Grammar = {
  name: 'machine',
  read(utterance, scene) {
    return utterance.tokens.length > 18 ? undefined : readPatterns(patterns, utterance, scene)
  },
}
