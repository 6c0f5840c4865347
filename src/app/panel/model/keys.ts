/** Keys that hold in every application, as Electron spells them ("CommandOrControl+Shift+Space"), pressed and shown. */

type Pressed = Pick<KeyboardEvent, 'code' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey'>

const named: Record<string, string> = {
  ...{ Space: 'Space', Escape: 'Escape', Enter: 'Return', Tab: 'Tab', Backspace: 'Backspace', Delete: 'Delete' },
  ...{ ArrowUp: 'Up', ArrowDown: 'Down', ArrowLeft: 'Left', ArrowRight: 'Right', Home: 'Home', End: 'End' },
  ...{ PageUp: 'PageUp', PageDown: 'PageDown', Minus: '-', Equal: '=', Comma: ',', Period: '.', Slash: '/' },
}
const symbols: Record<string, string> = {
  ...{ CommandOrControl: '⌘', Command: '⌘', Control: '⌃', Alt: '⌥', Option: '⌥', Shift: '⇧', Return: '↩' },
  ...{ Up: '↑', Down: '↓', Left: '←', Right: '→' },
}

export const isMac = /Mac/.test(globalThis.navigator?.platform ?? '')

/** Undefined until a key was pressed that is no modifier, or where it would be taken from all typing: nothing but letters with Shift. */
export function keysOf({ code, metaKey, ctrlKey, altKey, shiftKey }: Pressed, mac = isMac): string | undefined {
  const key = named[code] ?? /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? /^F\d{1,2}$/.exec(code)?.[0]
  if (key === undefined) return undefined
  const isFunctionKey = /^F\d/.test(key)
  if (!metaKey && !ctrlKey && !altKey && !isFunctionKey) return undefined
  const [command, other] = mac ? [metaKey, ctrlKey] : [ctrlKey, metaKey]
  const modifiers = [
    command && 'CommandOrControl',
    other && (mac ? 'Control' : 'Super'),
    altKey && 'Alt',
    shiftKey && 'Shift',
  ]
  return [...modifiers.filter((modifier) => modifier !== false), key].join('+')
}

/** As a keyboard shows them: "⇧⌘Space" on a Mac, "Ctrl+Shift+Space" elsewhere. */
export function shownKeys(keys: string, mac = isMac): string {
  const parts = keys.split('+')
  if (!mac) return parts.map((part) => part.replace(/^(CommandOrControl|Control)$/, 'Ctrl')).join('+')
  const order = ['⌃', '⌥', '⇧', '⌘']
  const drawn = parts.map((part) => symbols[part] ?? part)
  const place = (part: string) => (order.includes(part) ? order.indexOf(part) : order.length)
  return drawn.toSorted((a, b) => place(a) - place(b)).join('')
}
