import { z } from 'zod'
import { type KeyName, keyNames } from '../platform/machine-port.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const pressInput = z.strictObject({
  key: z.enum(keyNames).describe('What the keys do'),
  times: z.number().int().min(1).max(20).default(1).describe('How often they are pressed'),
})

/** What is done, and what is said then. */
const words: Record<KeyName, readonly [sentence: string, spoken: string]> = {
  'new-tab': ['Open a new tab.', 'A new tab.'],
  'reopen-tab': ['Open the tab again that was closed last.', 'It is open again.'],
  'next-tab': ['Go to the next tab.', 'The next tab.'],
  'previous-tab': ['Go to the previous tab.', 'The previous tab.'],
  'new-window': ['Open a new window.', 'A new window.'],
  reload: ['Load the page again.', 'Reloading.'],
  back: ['Go back a page.', 'Back.'],
  forward: ['Go forward a page.', 'Forward.'],
  'zoom-in': ['Zoom in.', 'Larger.'],
  'zoom-out': ['Zoom out.', 'Smaller.'],
  'actual-size': ['Go back to the actual size.', 'Actual size.'],
  'page-up': ['Go up a page.', 'Up.'],
  'page-down': ['Go down a page.', 'Down.'],
  'line-up': ['Go up a little.', 'Up.'],
  'line-down': ['Go down a little.', 'Down.'],
  top: ['Go to the top.', 'The top.'],
  bottom: ['Go to the bottom.', 'The bottom.'],
  left: ['Press the left arrow.', 'Done.'],
  right: ['Press the right arrow.', 'Done.'],
  'select-all': ['Select everything in the application in front.', 'All selected.'],
  copy: ['Copy what is selected.', 'Copied.'],
  cut: ['Cut out what is selected.', 'Cut.'],
  redo: ['Do again what was undone in the application in front.', 'Done again.'],
  save: ['Save the document in front.', 'Saved.'],
  print: ['Open the print window of the application in front.', 'The print window is open.'],
  escape: ['Press the escape key.', 'Done.'],
}

/** They change a document: what is in front is not always what the user thinks. */
const asking: readonly KeyName[] = ['cut', 'redo', 'save']

/** Keys that take each other back. */
const opposites: readonly (readonly [KeyName, KeyName])[] = [
  ['next-tab', 'previous-tab'],
  ['back', 'forward'],
  ['zoom-in', 'zoom-out'],
  ['page-up', 'page-down'],
  ['line-up', 'line-down'],
  ['left', 'right'],
]

function oppositeOf(key: KeyName): KeyName | undefined {
  const pair = opposites.find((keys) => keys.includes(key))
  return pair?.find((other) => other !== key)
}

/** keyboard.press. Only keys that a person can take back by other keys; nothing is ever typed. */
export function createKeyboardTools({ platform }: ToolServices): Tool[] {
  const press: Tool<z.infer<typeof pressInput>> = {
    name: 'keyboard.press',
    tier: 'reversible',
    summary:
      'Presses the keys for a new tab, reload, back, zoom, scrolling, select all, copy, cut, redo, save, print or escape in the application in front.',
    schema: pressInput,
    timeoutMs: 15_000,
    describe: ({ key }) => words[key][0],
    prepare: async (input) => ({
      input,
      target: input.key,
      tier: asking.includes(input.key) ? 'confirm' : 'reversible',
    }),
    async run({ key, times }, { signal }) {
      await platform.keyboard.press(key, times, signal)
      const back = oppositeOf(key)
      return done(words[key][1], {
        output: { key, times },
        ...(back === undefined ? {} : { receipt: { key: back, times } }),
      })
    },
    async undo(receipt, { signal }) {
      const { key, times } = pressInput.parse(receipt)
      await platform.keyboard.press(key, times, signal)
      return done(words[key][1])
    },
  }
  return [press]
}
