/** Words of the Models page. */
export const modelWords = {
  list: 'Models',
  used: (used: string, free: string) => `${used} on this disk, ${free} free`,
  where: 'They lie in',
  offline: 'I am offline: nothing can be fetched.',
  groups: {
    starter: { title: 'What I need', why: 'Small enough for any computer.' },
    recommended: { title: 'Better, on this computer', why: 'The largest that its memory allows.' },
    optional: { title: 'Others', why: 'For what you want to try.' },
  },
  tasks: {
    'voice-activity': 'Notices speech',
    'wake-word': 'Hears the wake word',
    recognition: 'Writes down what you say',
    speech: 'Speaks',
    phonemes: 'Knows how words sound',
    language: 'Answers',
    embedding: 'Finds by meaning',
    pitch: 'Finds the pitch of a voice',
    'content-features': 'Listens to what a voice says, for your own voice',
  } as Record<string, string>,
  states: { installed: 'Here', missing: 'Not here', damaged: 'Damaged', outdated: 'Made by an older SAM' },
  size: (size: string) => `${size} to fetch`,
  onDisk: (size: string) => `${size} on disk`,
  memory: (size: string) => `wants ${size} of memory`,
  licence: 'Licence',
  neededBy: (titles: string) => `Needed by ${titles}`,
  fetchAll: (size: string) => `Fetch all that is missing (${size})`,
  fetch: 'Fetch',
  goOn: (size: string) => `Go on (${size} are here)`,
  mend: 'Fetch again',
  verify: 'Check',
  verifyAll: 'Check all',
  remove: 'Remove…',
  removeTitle: (title: string) => `Remove ${title}?`,
  removeWhy: (size: string) =>
    `${size} become free. It can be fetched again. What has it loaded uses it until I am restarted.`,
  removeStarter: 'I need it: without it I do not work after the next start.',
  removeYes: 'Remove',
  discard: 'Throw away what was fetched',
  waiting: 'Waits for its turn',
  cancel: 'Cancel',
  phases: { download: 'Fetching', verify: 'Checking', convert: 'Making it fit' },
  amount: (done: string, total: string, percent: number) => `${done} of ${total} · ${percent} %`,
  intact: 'Every byte is as it should be.',
  broken: (files: string) => `Damaged: ${files}. Fetch it again.`,
  label: (action: string, title: string) => `${action}: ${title}`,
}

/** While SAM fetches what it needs. */
export const starterWords = {
  title: 'Getting ready',
  fetch: 'Fetch them',
  goOn: 'Go on fetching',
  steps: 'First steps',
  /** What the next of them is for. */
  until: {
    hearing: 'I hear you as soon as this is here. Commands that you type work already.',
    speaking: 'I hear you already. My voice comes next; until then I answer in text.',
    thinking: 'I hear you and speak already. What answers questions comes last.',
  },
}
