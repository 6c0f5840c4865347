import { useEffect, useId, useState } from 'react'
import type { OwnVoiceCard, VoiceSettings } from '../../../server/requests/voice-requests.ts'
import { useChange } from '../../model/use-request.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { voiceWords } from '../../strings/voices.ts'

/** A slider that stands still for so long is meant. */
const pauseMs = 400
const asItCame: Omit<VoiceSettings, 'speaker'> = { semitones: 0, indexRate: 0.75, protect: 0.33 }

/** How a voice is to sound: sliders with a sentence each, kept when they stand still. */
export function VoiceSound({ voice }: { voice: OwnVoiceCard }) {
  const [settings, setSettings] = useState(voice.settings)
  const { mutate, error } = useChange('voices.set', ['voices'])
  const { id } = voice
  const changed = JSON.stringify(settings) !== JSON.stringify(voice.settings)
  useEffect(() => {
    if (!changed) return
    const pause = setTimeout(() => mutate({ id, settings }), pauseMs)
    return () => clearTimeout(pause)
  }, [changed, id, settings, mutate])
  const set = (part: Partial<VoiceSettings>) => setSettings((before) => ({ ...before, ...part }))
  return (
    <details className="voice-sound">
      <summary className="muted">{voiceWords.sound}</summary>
      {voice.f0 && (
        <Slider
          {...voiceWords.settings.semitones}
          value={settings.semitones}
          range={[-24, 24, 1]}
          onChange={(semitones) => set({ semitones })}
        />
      )}
      {voice.index && (
        <Slider
          {...voiceWords.settings.indexRate}
          value={settings.indexRate}
          range={[0, 1, 0.05]}
          onChange={(indexRate) => set({ indexRate })}
        />
      )}
      <Slider
        {...voiceWords.settings.protect}
        value={settings.protect}
        range={[0, 0.5, 0.01]}
        onChange={(protect) => set({ protect })}
      />
      {voice.speakers > 1 && (
        <label className="field small">
          {voiceWords.speaker}
          <input
            type="number"
            min={0}
            max={voice.speakers - 1}
            value={settings.speaker}
            onChange={({ currentTarget: { valueAsNumber } }) => {
              if (Number.isInteger(valueAsNumber) && valueAsNumber >= 0 && valueAsNumber < voice.speakers)
                set({ speaker: valueAsNumber })
            }}
          />
          <span className="muted">{voiceWords.speakerWhy}</span>
        </label>
      )}
      <button type="button" className="plain-button small" onClick={() => set(asItCame)}>
        {voiceWords.reset}
      </button>
      {error !== null && <FailureLine error={error} />}
    </details>
  )
}

function Slider({
  label,
  why,
  value,
  range: [min, max, step],
  onChange,
}: {
  label: string
  why: string
  value: number
  range: readonly [min: number, max: number, step: number]
  onChange(value: number): void
}) {
  const id = useId()
  return (
    <div className="slider">
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id}>{value.toLocaleString('en')}</output>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-describedby={`${id}-why`}
        onChange={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
      <p id={`${id}-why`} className="small muted">
        {why}
      </p>
    </div>
  )
}
