import { ArrowUp, AudioLines } from 'lucide-react'
import { type FormEvent, type RefObject, useRef } from 'react'
import type { PanelState, PanelStore } from '../model/panel-store.ts'
import { strings } from '../strings/talk.ts'

const longestRequest = 4000

/** The text box, and a button to hold and talk. */
export function Composer({
  store,
  panel,
  input,
}: {
  store: PanelStore
  panel: PanelState
  input: RefObject<HTMLInputElement | null>
}) {
  const held = useRef(false)
  const ready = panel.joined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const text = input.current?.value.trim() ?? ''
    if (text === '' || input.current === null || !ready) return
    store.submit(text)
    input.current.value = ''
  }
  const hold = (down: boolean) => {
    if (held.current === down) return
    held.current = down
    store.pushToTalk(down)
  }
  const canHold = ready && panel.listening === 'on' && panel.problem === null
  const holdWords = canHold ? strings.composer.hold : strings.composer.cannotHold
  return (
    <form className="composer" onSubmit={submit}>
      <button
        type="button"
        className="hold-button"
        data-held={panel.talking}
        disabled={!canHold}
        title={holdWords}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          hold(true)
        }}
        onPointerUp={() => hold(false)}
        onPointerCancel={() => hold(false)}
        onKeyDown={(event) => {
          if ((event.code === 'Space' || event.code === 'Enter') && !event.repeat) hold(true)
        }}
        onKeyUp={() => hold(false)}
        onBlur={() => hold(false)}
      >
        <AudioLines size={17} aria-hidden="true" />
        <span className="visually-hidden">{holdWords}</span>
      </button>
      <input
        ref={input}
        type="text"
        className="composer-text"
        maxLength={longestRequest}
        placeholder={strings.composer.placeholder}
        aria-label={strings.composer.placeholder}
        autoComplete="off"
      />
      <button type="submit" className="send-button" disabled={!ready} title={strings.composer.send}>
        <ArrowUp size={17} aria-hidden="true" />
        <span className="visually-hidden">{strings.composer.send}</span>
      </button>
    </form>
  )
}
