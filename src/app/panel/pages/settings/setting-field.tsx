import { type ReactNode, useId, useState } from 'react'
import type { SettingValue } from '../../../server/requests/settings-requests.ts'
import { isSame, linesOf, type ShownSetting, shownNumber, valueWords, withChoice } from '../../model/setting-lines.ts'
import { useChange } from '../../model/use-request.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { Switch } from '../../parts/toggle.tsx'
import { settingsWords } from '../../strings/settings.ts'
import { KeysField } from './keys-field.tsx'

/** One setting: its name, its sentence and what enters it. It is written when it was changed and left. */
export function SettingField({ setting }: { setting: ShownSetting }) {
  const { key, words, fallback, shape, waits } = setting
  const id = useId()
  const [outside, setOutside] = useState<string>()
  const { mutate, error, isPending, variables } = useChange('settings.set', ['settings', 'privacy', 'voices'])
  // What was entered stays while it is written.
  const value = isPending && variables !== undefined ? (variables.value ?? fallback) : setting.value
  const changed = !isSame(value, fallback)
  const set = (next: SettingValue) => {
    setOutside(undefined)
    if (!isSame(next, value)) mutate({ key, value: next })
  }
  const wide = shape.kind === 'list' || shape.kind === 'choices'
  return (
    <div className="setting" data-kind={shape.kind} data-wide={wide}>
      <div className="setting-words">
        {shape.kind === 'choices' ? (
          <span id={id} className="setting-label">
            {words.label}
          </span>
        ) : (
          <label htmlFor={id} className="setting-label">
            {words.label}
          </label>
        )}
        <p id={`${id}-why`} className="small muted">
          {words.why}
          {shape.kind === 'list' && ` ${settingsWords.perLine}`}
        </p>
        {(changed || waits) && (
          <p className="small setting-state">
            {waits && <span className="setting-waits">{settingsWords.waits}</span>}
            {changed && shape.kind !== 'switch' && (
              <button
                type="button"
                className="plain-button"
                aria-label={settingsWords.resetLabel(words.label)}
                title={settingsWords.standard(valueWords(fallback, words.unit))}
                onClick={() => {
                  setOutside(undefined)
                  mutate({ key, value: null })
                }}
              >
                {settingsWords.reset}
              </button>
            )}
          </p>
        )}
      </div>
      {/* Another value from elsewhere is drawn anew. */}
      <Control key={JSON.stringify(value)} id={id} setting={setting} value={value} onSet={set} onOutside={setOutside} />
      {outside !== undefined && <FailureLine error={{ message: outside }} />}
      {error !== null && outside === undefined && <FailureLine error={error} />}
    </div>
  )
}

function Control({
  id,
  setting: { shape, words, key },
  value,
  onSet,
  onOutside,
}: {
  id: string
  setting: ShownSetting
  value: SettingValue
  onSet(value: SettingValue): void
  /** What was entered is no value for it, and why. */
  onOutside(why: string): void
}): ReactNode {
  const described = { id, 'aria-describedby': `${id}-why` }
  switch (shape.kind) {
    case 'switch':
      return <Switch {...described} on={value === true} onChange={onSet} />
    case 'choice':
      return (
        <select {...described} value={String(value)} onChange={({ currentTarget }) => onSet(currentTarget.value)}>
          {!shape.choices.some((choice) => choice.value === value) && (
            <option value={String(value)}>{String(value)}</option>
          )}
          {shape.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {settingsWords.choices[choice.value] ?? choice.label}
            </option>
          ))}
        </select>
      )
    case 'choices': {
      const chosen = Array.isArray(value) ? value : []
      const order = shape.choices.map((choice) => choice.value)
      return (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand beside it
        <div role="group" aria-labelledby={id} aria-describedby={`${id}-why`} className="setting-choices">
          {shape.choices.map((choice) => (
            <button
              key={choice.value}
              type="button"
              className="toggle-button"
              aria-pressed={chosen.includes(choice.value)}
              onClick={() => onSet(withChoice(chosen, choice.value, order))}
            >
              {settingsWords.choices[choice.value] ?? choice.label}
            </button>
          ))}
        </div>
      )
    }
    case 'number':
      return (
        <NumberField
          {...described}
          shape={shape}
          words={words}
          value={Number(value)}
          onSet={onSet}
          onOutside={onOutside}
        />
      )
    case 'list':
      return (
        <TextField
          {...described}
          lines
          value={Array.isArray(value) ? value.join('\n') : ''}
          example={words.example}
          onSet={(text) => onSet(linesOf(text))}
        />
      )
    case 'text':
      if (/^keys\./.test(key))
        return <KeysField {...described} label={words.label} value={String(value)} onSet={onSet} />
      return (
        <TextField
          {...described}
          value={String(value)}
          example={words.example}
          // Addresses and names of models are no prose.
          spellCheck={!/Url$|model|Folder/.test(key)}
          onSet={(text) => onSet(text.trim())}
        />
      )
  }
}

interface FieldProps {
  id: string
  'aria-describedby': string
}

function NumberField({
  shape,
  words,
  value,
  onSet,
  onOutside,
  ...described
}: FieldProps & {
  shape: Extract<ShownSetting['shape'], { kind: 'number' }>
  words: ShownSetting['words']
  value: number
  onSet(value: number): void
  onOutside(why: string): void
}) {
  const { each, unit } = shownNumber(words.unit)
  const [minimum, maximum] = [shape.minimum, shape.maximum].map((end) => (end === undefined ? end : end / each))
  const leave = (input: HTMLInputElement) => {
    const entered = input.valueAsNumber
    if (!Number.isFinite(entered)) input.value = String(value / each)
    else if (entered < (minimum ?? entered) || entered > (maximum ?? entered))
      onOutside(settingsWords.between(minimum, maximum, unit))
    else onSet(each === 1 ? entered : Math.round(entered * each))
  }
  return (
    <span className="setting-number">
      <input
        {...described}
        type="number"
        className="text-field"
        defaultValue={value / each}
        step={each > 1 ? 0.05 : shape.whole ? 1 : 'any'}
        min={minimum}
        max={maximum}
        onBlur={({ currentTarget }) => leave(currentTarget)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') leave(currentTarget)
        }}
      />
      {unit !== undefined && <span className="small muted">{unit}</span>}
    </span>
  )
}

function TextField({
  value,
  lines = false,
  example,
  spellCheck = false,
  onSet,
  ...described
}: FieldProps & {
  value: string
  lines?: boolean
  example?: string | undefined
  spellCheck?: boolean
  onSet(text: string): void
}) {
  const [text, setText] = useState(value)
  const shared = {
    ...described,
    className: 'text-field',
    value: text,
    placeholder: example,
    spellCheck,
    maxLength: 100_000,
    onBlur: () => onSet(text),
  }
  if (lines)
    return (
      <textarea
        {...shared}
        rows={Math.min(8, Math.max(2, text.split('\n').length))}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
    )
  return (
    <input
      {...shared}
      type="text"
      autoComplete="off"
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onKeyDown={({ key }) => {
        if (key === 'Enter') onSet(text)
      }}
    />
  )
}
