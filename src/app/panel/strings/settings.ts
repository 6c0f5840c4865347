/** Words of the Settings page: every setting in its group, with a name and one sentence. */

export interface SettingWords {
  label: string
  why: string
  /** Behind the number. */
  unit?: string
  /** How one is written. */
  example?: string
}

export interface SettingGroup {
  title: string
  /** Shown only when it is opened. */
  rare?: true
  settings: Record<string, SettingWords>
}

export const settingGroups: readonly SettingGroup[] = [
  {
    title: 'Waking and hearing',
    settings: {
      'wake.models': { label: 'Wake words', why: 'What wakes me.' },
      'wake.threshold': {
        label: 'How sure I must be',
        why: 'Lower hears more, and more that was not meant. 0 to 1.',
      },
      'hearing.endpointMs': {
        label: 'Silence that ends a request',
        why: 'Longer lets you think in the middle of a sentence; shorter answers sooner.',
        unit: 'ms',
      },
      'hearing.followUpMs': {
        label: 'Listening on after an answer',
        why: 'So long you need no wake word.',
        unit: 'ms',
      },
      'hearing.maximumTurnMs': {
        label: 'Longest request',
        why: 'I answer after this even if you are still speaking.',
        unit: 'ms',
      },
    },
  },
  {
    title: 'Speaking',
    settings: {
      'speech.voice': { label: 'Voice', why: 'The plain voice that I speak with.' },
      'speech.ownVoice': { label: 'Your own voice', why: 'Speaks instead. It is added on the page Voices.' },
      'speech.rate': { label: 'Speed', why: '1 is how the voice was made; 0.5 is half as fast, 2 twice.' },
      'speech.pitch': {
        label: 'Pitch of your own voice',
        why: 'What finds the pitch. “rmvpe” is the most exact, and has to be fetched first.',
      },
    },
  },
  {
    title: 'Keys (menu bar)',
    settings: {
      'keys.talk': {
        label: 'Talk',
        why: 'From any application; click, then press the keys. They hold after SAM was quit and started again.',
      },
      'keys.stop': { label: 'Stop everything', why: 'From any application, whatever I am doing.' },
      'keys.hold': {
        label: 'Hold to talk',
        why: 'A key that you hold while you speak. macOS asks for Accessibility; I look at that one key only.',
      },
    },
  },
  {
    title: 'What leaves this computer',
    settings: {
      offline: { label: 'Offline', why: 'Nothing at all is sent or fetched.' },
      'claude.allowed': { label: 'Ask Claude', why: 'Hard questions may go to Claude, with private words taken out.' },
      'claude.dailyBudgetUsd': { label: 'Budget for Claude', why: 'So much a day, at list price.', unit: 'US$' },
      'claude.categories': { label: 'Questions that may go', why: 'Other kinds are answered here.' },
      'claude.neverSend': {
        label: 'Words that never leave',
        why: 'A question with one of them stays here. * stands for any part of a word.',
        example: 'Project Heron',
      },
      'claude.shares': {
        label: 'What Claude may look at',
        why: 'Rooms of tools whose results it may see, such as calendar or mail.',
        example: 'calendar',
      },
      'claude.model': { label: 'Which Claude', why: 'The name of the model.' },
      'claude.thinking': { label: 'Claude thinks first', why: 'Better answers, a little later. Older models cannot.' },
    },
  },
  {
    title: 'This computer',
    settings: {
      'memory.keepTurns': {
        label: 'Remember what we say',
        why: 'On this computer only, for “what did I tell you about …”.',
      },
      'files.searchRoots': {
        label: 'More folders to search',
        why: 'Beside your home folder.',
        example: '/Volumes/Photos',
      },
      'context.frontApp': { label: 'Know the application in front', why: 'My local model may be told its name.' },
      'messages.readable': {
        label: 'Read Messages',
        why: 'macOS asks for Full Disk Access before I can.',
      },
    },
  },
  {
    title: 'Weather, news and the briefing',
    settings: {
      'weather.place': {
        label: 'Your town',
        why: 'For the weather. Until it is set I look nothing up; then open-meteo.com is asked.',
        example: 'Porto',
      },
      'weather.units': { label: 'Units', why: 'Degrees and distances.' },
      'news.feeds': {
        label: 'News',
        why: 'Addresses of RSS, Atom or JSON feeds.',
        example: 'https://example.org/feed.xml',
      },
      'briefing.schedule': {
        label: 'Briefing',
        why: 'When I tell it by myself. Empty: only when you ask.',
        example: 'weekdays at 7:30',
      },
      'briefing.sections': { label: 'What the briefing tells', why: 'Its order is set on the page Timers.' },
    },
  },
  {
    title: 'Learning',
    settings: {
      'distillation.allowed': {
        label: 'Keep Claude’s answers',
        why: 'As examples to learn from, on this computer. Anthropic’s terms may limit training on them.',
      },
      'distillation.sessions': {
        label: 'Read Claude Code’s sessions',
        why: 'As they are written, to learn from. The same terms hold.',
      },
      'learning.nightAt': {
        label: 'Train at night',
        why: 'On power, while nobody needs me. Empty: only when you ask.',
        example: 'every day at 3:00',
      },
      'learning.nightMinutes': {
        label: 'Longest night',
        why: 'Of training, and again of the questions after it.',
        unit: 'min',
      },
    },
  },
  {
    title: 'For experts: the training set',
    rare: true,
    settings: {
      'learning.wholeTarget': { label: 'Whole set', why: 'How many examples are wanted in the end.' },
      'learning.phase1Target': { label: 'First goal', why: 'On the way there.' },
      'learning.shares.chatgpt_history': { label: 'Your history', why: 'Its part of the set, 0 to 1.' },
      'learning.shares.claude_distillation': { label: 'Claude’s answers', why: 'Their part of the set.' },
      'learning.shares.scraped_coding': { label: 'Code', why: 'The part of code and its documentation.' },
      'learning.shares.scraped_creative': { label: 'Stories and captions', why: 'Their part of the set.' },
      'learning.shares.advanced_planning': { label: 'Plans', why: 'The part of plans and designs.' },
      'learning.shares.gap_filling': { label: 'What I got wrong', why: 'The part that comes of mistakes.' },
      'learning.minimumQuality': { label: 'Least quality', why: 'Examples that score less are left out, 0 to 1.' },
      'learning.variations': {
        label: 'Other wordings',
        why: 'So many are asked of a model for a question where examples are few.',
      },
      'distillation.sessionsFolder': {
        label: 'Folder of Claude Code’s sessions',
        why: 'Where they lie, when not in .claude/projects of your home.',
      },
    },
  },
  {
    title: 'For experts: what is read to learn from',
    rare: true,
    settings: {
      'scraping.enabled': { label: 'Sources', why: 'All are off until you turn them on.' },
      'scraping.appleDocs': { label: 'Apple’s documentation', why: 'Frameworks to read.', example: 'swiftui' },
      'scraping.githubCode': {
        label: 'Repositories',
        why: 'https addresses, or folders here.',
        example: 'https://github.com/owner/name',
      },
      'scraping.stackoverflow': { label: 'Stack Overflow', why: 'Tags, or files of its data dump.', example: 'swift' },
      'scraping.stories': { label: 'Stories', why: 'Files, folders and pages.' },
      'scraping.fashion': { label: 'Fashion archives', why: 'Files, folders and pages of captions.' },
      'scraping.ownCode': { label: 'Your code', why: 'Folders to read.', example: '~/Projects' },
      'scraping.requestsPerDay': { label: 'Requests to one host', why: 'Most in a day.' },
      'scraping.contact': { label: 'How you can be reached', why: 'Sent to a site’s owner with each request.' },
    },
  },
  {
    title: 'For experts: addresses',
    rare: true,
    settings: {
      'weather.forecastUrl': { label: 'Forecast', why: 'Another service with the same answers as open-meteo.com.' },
      'weather.placesUrl': { label: 'Search for towns', why: 'Its search.' },
    },
  },
]

export const settingsWords = {
  parts: 'Settings',
  tabs: { all: 'Settings', tools: 'Permissions' },
  search: 'Search the settings',
  none: 'No setting has these words.',
  reset: 'Default',
  resetLabel: (label: string) => `${label}: back to the default`,
  standard: (value: string) => `Default: ${value}`,
  empty: 'none',
  perLine: 'One a line.',
  pressKeys: 'Press the keys…',
  between: (low: number | undefined, high: number | undefined, unit = '') => {
    const ends =
      high === undefined ? `at least ${low}` : low === undefined ? `at most ${high}` : `from ${low} to ${high}`
    return `Not written: it can be ${`${ends} ${unit}`.trim()}.`
  },
  on: 'on',
  off: 'off',
  waits: 'Holds after a restart',
  waiting: (count: string) => `${count} will hold once I have been started anew.`,
  restart: 'Restart now',
  restarting: 'Starting anew…',
  restartByHand: 'Stop SAM and start it again.',
  file: 'All of it is in',
  choices: {
    off: 'None',
    'right-option': 'Right Option',
    'right-command': 'Right Command',
    'right-control': 'Right Control',
    'swift-f0': 'Swift F0',
    rmvpe: 'RMVPE',
    yin: 'YIN',
    metric: '°C, km',
    imperial: '°F, miles',
    coding: 'Coding',
    roleplay: 'Roleplay',
    planning: 'Planning',
    coaching: 'Coaching',
    general: 'General',
    calendar: 'Calendar',
    reminders: 'Reminders',
    mail: 'Mail',
    weather: 'Weather',
    news: 'News',
    learning: 'What I learned',
    'apple-docs': 'Apple’s documentation',
    'github-code': 'Repositories',
    stackoverflow: 'Stack Overflow',
    stories: 'Stories',
    fashion: 'Fashion archives',
    'own-code': 'Your code',
  } as Record<string, string>,
}

export const permissionWords = {
  search: 'Search what I can do',
  none: 'I can do nothing with these words.',
  list: 'What I can do',
  rules: 'Rules you made',
  noRules: 'You made none. A choice below becomes one.',
  why: 'I look things up and do what can be undone at once; about the rest I ask first. You can forbid anything, and allow what I ask about.',
  groups: {
    apps: 'Applications and windows',
    files: 'Files and disks',
    web: 'The web',
    day: 'Your day',
    people: 'Mail and people',
    sound: 'Sound and music',
    mac: 'This computer',
    sam: 'SAM itself, and answers',
  },
  effects: { allow: 'Allowed', deny: 'Never' },
  forTarget: (target: string) => `for ${target}`,
  until: (date: string) => `until ${date}`,
  forget: 'Remove',
  forgetLabel: (tool: string) => `Remove the rule about ${tool}`,
  usual: {
    read: 'Does it',
    reversible: 'Does it',
    confirm: 'Asks first',
    'strong-confirm': 'Asks twice',
  },
  allow: 'Allow for 30 days',
  deny: 'Never',
}
