/** Words of the Memory page. */
export const memoryWords = {
  tabs: { said: 'Said', facts: 'Facts', patterns: 'Patterns', import: 'Import' },
  parts: 'Parts of the memory',
  search: 'Search what was said',
  searching: 'Searching…',
  found: 'Found',
  nothingFound: 'Nothing like that was said',
  nothingFoundWhy: 'I looked for the words and for their meaning.',
  wordsOnly: 'Searched by words only.',
  said: 'What was said',
  nothingSaid: 'Nothing is remembered yet',
  nothingSaidWhy:
    'What you say to me is kept here, on this computer. Your history with other assistants can be brought in.',
  bringIn: 'Bring in my history',
  undated: 'Without a date',
  you: 'You',
  sources: {
    live: 'SAM',
    facts: 'What you told me',
    chatgpt: 'ChatGPT',
    claude: 'Claude',
    'claude-code': 'Claude Code',
    training: 'Training file',
  } as Record<string, string>,
}
