/** Words of the frame around the pages, and of the parts that pages share. */
export const frameWords = {
  pages: 'Pages',
  openMenu: 'All pages',
  closeMenu: 'Close',
  toTalk: (state: string) => `Talk: ${state}`,
  title: (page: string) => `${page} – SAM`,
  loading: 'Loading…',
  search: 'Search',
  clearSearch: 'Clear the search',
  searchIn: (list: string) => `Search: ${list}`,
  noneFound: 'Nothing like that is in this list.',
  more: 'Show all of it',
  less: 'Show less',
  again: 'Try again',
  cancel: 'Cancel',
  stopped: 'Stopped. What was finished stays.',
  close: 'Close',
  page: {
    changed: 'This page could not be loaded. SAM was probably updated meanwhile.',
    reload: 'Reload',
    broke: 'This page stopped at something it did not expect',
  },
  failure: {
    'not-reachable': { message: 'SAM does not answer.', remedy: 'Look whether it is still running.' },
    'not-admitted': {
      message: 'SAM was started anew and no longer knows this page.',
      remedy: 'Open the panel from the menu bar, or run “sam start” for a fresh address.',
    },
    'cut-off': { message: 'SAM stopped in the middle of the answer.', remedy: 'Try once more.' },
  },
  chart: { table: 'The same as a table', when: 'When', at: 'Step' },
}

/** Buttons that lead to where a failure is mended. */
export const mendWords = {
  models: 'See the models',
  privacy: 'Open Privacy',
  settings: 'Open Settings',
  rules: 'See your rules',
  doctor: 'Look what is wrong',
  mac: 'See what this Mac allows',
  microphone: 'Set up the microphone',
  wake: 'Open Wake word',
  voices: 'Open Voices',
  memory: 'Open Memory',
  knowledge: 'Open Knowledge',
  timers: 'See the timers',
}
