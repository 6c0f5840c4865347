import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../../core/errors.ts'
import { fileDigest } from '../../../../core/files/file-digest.ts'
import { keepAdapter, proofOf } from '../../../../learning/proof/night.ts'
import { askNow, notTrainedOn } from '../../../../learning/proof/night-data.ts'
import { readJob, readResult } from '../../../../learning/training/job-file.ts'
import { runsFolder } from '../../../../learning/training/run-folder.ts'
import { runFiles } from '../../../../learning/training/training-job.ts'
import { defineCommand } from '../../command.ts'
import { showProof, withNight } from './with-night.ts'

export const evaluate = defineCommand({
  name: 'evaluate',
  summary: 'ask a training the questions that decide, beside what answers now; it is kept, and not taken into use',
  arguments: { '[run]': 'name of a finished training; the newest when absent' },
  examples: ['sam learn evaluate', 'sam learn evaluate run-20260131020000-1'],
  async run(context, { arguments: [name] }) {
    const { home, signal } = context
    const folder = finishedRun(home, name)
    const [job, trained] = [readJob(folder), readResult(folder)]
    if (job === undefined || trained === undefined) throw notThere(name)
    return withNight(context, async (parts) => {
      const baseModel = await parts.baseModel(signal)
      if (baseModel.sha256 !== job.baseModel.sha256) {
        throw new SamError('adapter-unfit', `${job.id} was trained for another model than the one that answers now.`)
      }
      const train = path.join(folder, runFiles.train)
      const questions = notTrainedOn(askNow(parts.data).questions, train)
      const proof = await proofOf(parts, { base: baseModel.sha256, trained, questions }, { signal })
      await keepAdapter(parts, {
        ...{ id: job.id, createdAt: parts.clock.wallTime(), datasetSha256: await fileDigest(train) },
        ...{ baseModel, adapterFile: trained.adapterFile, questions, verdict: proof.verdict },
      })
      showProof(context, proof)
      return 0
    })
  },
})

function finishedRun(home: string, name: string | undefined): string {
  const runs = runsFolder(home)
  const known = fs.existsSync(runs) ? fs.readdirSync(runs) : []
  const finished = known.filter((run) => readResult(path.join(runs, run)) !== undefined)
  const atMs = (run: string) => fs.statSync(path.join(runs, run, runFiles.result)).mtimeMs
  const [newest] = finished.sort((one, other) => atMs(other) - atMs(one))
  const wanted = name === undefined ? newest : finished.find((run) => run === name)
  if (wanted === undefined) throw notThere(name)
  return path.join(runs, wanted)
}

function notThere(name: string | undefined): SamError {
  const which = name === undefined ? 'no finished training' : `no finished training "${name}"`
  return new SamError('training-unknown', `There is ${which}.`, { kind: 'usage', remedy: 'sam learn train' })
}
