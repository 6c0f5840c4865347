import type { SettingLine, SettingValue } from '../../server/requests/settings-requests.ts'
import { type SettingWords, settingGroups, settingsWords } from '../strings/settings.ts'
import { holdsWords } from './holds-words.ts'

export interface ShownSetting extends SettingLine {
  words: SettingWords
}

export interface ShownGroup {
  title: string
  rare: boolean
  settings: ShownSetting[]
}

/** The settings in their groups, of which those that fit what is searched; a key without words is shown by its name. */
export function groupSettings(lines: readonly SettingLine[], query: string): ShownGroup[] {
  const byKey = new Map(lines.map((line) => [line.key, line]))
  const fits = (title: string, { key, words }: ShownSetting) => holdsWords(query, title, key, words.label, words.why)
  return settingGroups
    .map(({ title, rare, settings }) => ({
      title,
      rare: rare === true,
      settings: Object.entries(settings)
        .flatMap(([key, words]) => {
          const line = byKey.get(key)
          return line === undefined ? [] : [{ ...line, words }]
        })
        .filter((setting) => fits(title, setting)),
    }))
    .filter(({ settings }) => settings.length > 0)
}

/** Lines of a text box as a list. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

export function isSame(a: SettingValue, b: SettingValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Nobody thinks in thousandths of a second: how many of the setting's unit are one of what is shown, and its name. */
export function shownNumber(unit: string | undefined): { each: number; unit: string | undefined } {
  return unit === 'ms' ? { each: 1000, unit: 's' } : { each: 1, unit }
}

/** A value as people read it. */
export function valueWords(value: SettingValue, settingUnit?: string): string {
  if (typeof value === 'boolean') return value ? settingsWords.on : settingsWords.off
  if (typeof value === 'number') {
    const { each, unit } = shownNumber(settingUnit)
    return [(value / each).toLocaleString('en'), unit].filter(Boolean).join(' ')
  }
  const parts = Array.isArray(value) ? value : [value]
  return parts.map((part) => settingsWords.choices[part] ?? part).join(', ') || settingsWords.empty
}

/** Switches one of several choices, keeping the order in which they are offered. */
export function withChoice(chosen: readonly string[], choice: string, order: readonly string[]): string[] {
  if (chosen.includes(choice)) return chosen.filter((one) => one !== choice)
  return [
    ...order.filter((one) => chosen.includes(one) || one === choice),
    ...chosen.filter((one) => !order.includes(one)),
  ]
}
