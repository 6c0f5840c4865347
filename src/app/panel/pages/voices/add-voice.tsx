import { useState } from 'react'
import { type SamError, toSamError } from '../../../../core/errors.ts'
import type { CheckedVoiceFacts } from '../../../server/requests/voice-requests.ts'
import { ask, upload } from '../../model/ask.ts'
import { useChange } from '../../model/use-request.ts'
import { voiceFilesOf } from '../../model/voice-files.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { ChooseFiles, DropZone, useDroppedFiles } from '../../parts/drop-zone.tsx'
import { voiceWords } from '../../strings/voices.ts'

interface Checked {
  files: { checkpoint: string; index?: string }
  facts: CheckedVoiceFacts
}

/** Takes the files of a voice, reads them, and asks whether the speaker agreed before it is added. */
export function AddVoice() {
  const [busy, setBusy] = useState<string>()
  const [failed, setFailed] = useState<Pick<SamError, 'message'> & { remedy?: string | undefined }>()
  const [checked, setChecked] = useState<Checked>()
  const take = async (given: File[]) => {
    if (busy !== undefined || checked !== undefined) return
    setFailed(undefined)
    const files = voiceFilesOf(given)
    if (typeof files === 'string') return setFailed({ message: files })
    const sent: string[] = []
    try {
      setBusy(voiceWords.sending)
      const checkpoint = (await upload(files.checkpoint, 'voice')).id
      sent.push(checkpoint)
      const index = files.index === undefined ? undefined : (await upload(files.index, 'voice')).id
      if (index !== undefined) sent.push(index)
      setBusy(voiceWords.checking)
      const both = { checkpoint, ...(index === undefined ? {} : { index }) }
      setChecked({ files: both, facts: await ask('voices.check', both) })
    } catch (thrown) {
      setFailed(toSamError(thrown))
      if (sent.length > 0) await ask('uploads.discard', { uploads: sent }).catch(() => {})
    } finally {
      setBusy(undefined)
    }
  }
  const over = useDroppedFiles((files) => void take(files))
  return (
    <>
      <DropZone over={over}>
        <p role="status">{busy ?? voiceWords.dropHere}</p>
        {busy === undefined && (
          <ChooseFiles label={voiceWords.choose} accept=".pth,.index" onFiles={(files) => void take(files)} />
        )}
      </DropZone>
      {failed !== undefined && <FailureLine error={failed} />}
      {checked !== undefined && <AskConsent checked={checked} onClose={() => setChecked(undefined)} />}
    </>
  )
}

function AskConsent({ checked: { files, facts }, onClose }: { checked: Checked; onClose(): void }) {
  const [name, setName] = useState(facts.name)
  const [agreed, setAgreed] = useState(false)
  const add = useChange('voices.add', ['voices'])
  const refuse = () => {
    if (!add.isSuccess && !add.isPending) void ask('uploads.discard', { uploads: Object.values(files) }).catch(() => {})
    onClose()
  }
  return (
    <Confirm
      title={voiceWords.add.title}
      yes={add.isPending ? voiceWords.adding : voiceWords.add.yes}
      busy={!agreed || name.trim() === '' || add.isPending}
      onYes={() => add.mutate({ ...files, name: name.trim(), speakerAgreed: true }, { onSuccess: onClose })}
      onNo={refuse}
    >
      <p className="small muted">
        {[
          voiceWords.facts.version(facts.version),
          voiceWords.facts.rate((facts.sampleRateHz / 1000).toLocaleString('en')),
          facts.index ? voiceWords.facts.index : voiceWords.facts.noIndex,
        ].join(' · ')}
      </p>
      <label className="field">
        {voiceWords.add.name}
        <input
          type="text"
          className="text-field"
          value={name}
          maxLength={100}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <label className="field">
        <input type="checkbox" checked={agreed} onChange={({ currentTarget }) => setAgreed(currentTarget.checked)} />
        {voiceWords.add.consent}
      </label>
      {add.error !== null && <FailureLine error={add.error} />}
    </Confirm>
  )
}
