import { useQueryClient } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import { mostFiles } from '../../model/dropped-files.ts'
import { countOf, formatBytes, formatCount } from '../../model/format.ts'
import { guessImport, type ImportKind } from '../../model/guess-import.ts'
import { createImportJob, type ImportJob, type ImportState } from '../../model/import-job.ts'
import { forgetAnswers } from '../../model/use-request.ts'
import { Failure } from '../../parts/answers.tsx'
import { ChooseFiles, DropZone, useDroppedFiles } from '../../parts/drop-zone.tsx'
import { Progress } from '../../parts/progress.tsx'
import { importWords } from '../../strings/memory.ts'
import { ImportReportView } from './import-report.tsx'

let runningJob: ImportJob | undefined

/** One import at a time; leaving the page does not end it. */
function useImportJob(): { job: ImportJob; state: ImportState } {
  const answers = useQueryClient()
  runningJob ??= createImportJob(() => void forgetAnswers(answers, ['memory']))
  const job = runningJob
  return { job, state: useSyncExternalStore(job.subscribe, job.state) }
}

/** History of other programs, brought in. */
export function Import() {
  const { job, state } = useImportJob()
  const [files, setFiles] = useState<File[]>([])
  const [kind, setKind] = useState<ImportKind>('chatgpt')
  const take = (given: File[]) => {
    if ('progress' in state) return
    if (state.phase !== 'none') job.reset()
    setFiles(given)
    const [first] = given
    if (first !== undefined) void guessImport(first).then((guess) => setKind(guess ?? 'chatgpt'))
  }
  const over = useDroppedFiles(take)

  return (
    <div className="page-body import">
      {state.phase === 'none' && files.length === 0 && <Invitation over={over} onFiles={take} />}
      {state.phase === 'none' && files.length > 0 && (
        <Chosen
          files={files}
          kind={kind}
          onKind={setKind}
          onStart={() => {
            void job.start(kind, files)
            setFiles([])
          }}
          onDrop={() => setFiles([])}
        />
      )}
      <Running job={job} state={state} />
      <p className="import-export small muted">
        {importWords.export} <a href="/memory.jsonl">{importWords.exportLines}</a>,{' '}
        <a href="/memory.md">{importWords.exportText}</a>
      </p>
    </div>
  )
}

function Invitation({ over, onFiles }: { over: boolean; onFiles(files: File[]): void }) {
  return (
    <DropZone over={over}>
      <h2>{importWords.drop}</h2>
      <p className="muted">{importWords.dropWhy}</p>
      <div className="card-actions">
        <ChooseFiles label={importWords.choose} accept=".zip,.json,.jsonl" onFiles={onFiles} />
        <ChooseFiles label={importWords.chooseFolder} folder onFiles={onFiles} />
      </div>
    </DropZone>
  )
}

function Chosen({
  files,
  kind,
  onKind,
  onStart,
  onDrop,
}: {
  files: readonly File[]
  kind: ImportKind
  onKind(kind: ImportKind): void
  onStart(): void
  onDrop(): void
}) {
  const bytes = formatBytes(files.reduce((sum, { size }) => sum + size, 0))
  const tooMany = files.length > mostFiles
  return (
    <section className="card chosen">
      <h2>{files.length === 1 ? files[0]?.name : importWords.many(countOf(files.length, 'file'), bytes)}</h2>
      {files.length === 1 && <p>{bytes}</p>}
      {tooMany && (
        <p className="failure-line" role="alert">
          {importWords.tooMany}
        </p>
      )}
      <label className="field">
        <span>{importWords.kind}</span>
        <select value={kind} onChange={({ currentTarget }) => onKind(currentTarget.value as ImportKind)}>
          {Object.entries(importWords.kinds).map(([id, label]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <div className="card-actions">
        <button type="button" className="main-button" disabled={tooMany} onClick={onStart}>
          {importWords.start}
        </button>
        <button type="button" className="plain-button" onClick={onDrop}>
          {importWords.notThese}
        </button>
      </div>
    </section>
  )
}

function Running({ job, state }: { job: ImportJob; state: ImportState }) {
  switch (state.phase) {
    case 'none':
      return null
    case 'sending':
    case 'reading':
    case 'judging': {
      const { done, total } = state.progress
      return (
        <Progress
          label={importWords.phases[state.phase]}
          done={done}
          total={total}
          sinceMs={state.sinceMs}
          amount={amountOf(state)}
          onCancel={job.cancel}
        />
      )
    }
    case 'failed':
      return <Failure message={state.error.message} remedy={state.error.remedy} onAgain={job.reset} />
    case 'stopped':
      return <Failure message={importWords.stopped} button={importWords.another} onAgain={job.reset} />
    case 'done':
      return <ImportReportView result={state.result} onAgain={job.reset} />
  }
}

function amountOf({ phase, progress: { done, total } }: Extract<ImportState, { progress: unknown }>): string {
  if (phase === 'judging') return importWords.judged(formatCount(done), formatCount(total))
  const percent = total === 0 ? 0 : Math.floor((100 * done) / total)
  return importWords.amount(formatBytes(done), formatBytes(total), percent)
}
