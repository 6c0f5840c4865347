/** Words of the Doctor page. */
export const doctorWords = {
  looking: 'Looking at everything I need',
  amount: (done: number, total: number) => `${done} of ${total}`,
  again: 'Look again',
  stopped: 'I stopped looking.',
  allWell: 'I have what I need.',
  missing: (count: string) => `${count} I cannot do without.`,
  without: (count: string) => `${count} I could do better with.`,
  at: (time: string) => `Looked at ${time}`,
  groups: {
    missing: 'Missing',
    without: 'Would help',
    ok: 'In order',
  },
  toMend: 'To mend it:',
  fetch: 'Fetch it now',
  allModels: 'All models',
  voices: 'To the voices',
  talk: 'To Talk',
  settings: 'To the settings',
}
