import os from 'node:os'
import { SamError } from '../../../core/errors.ts'
import { formatBytes } from '../../../core/numbers/format-amounts.ts'
import { catalogue, recommendedSet } from '../../../models/catalogue.ts'
import type { ModelListing, ModelState, PullReport } from '../../../models/store.ts'
import { modelStore } from '../../models/open-model-store.ts'
import { defineCommand, defineGroup } from '../command.ts'
import { pullModels } from '../pull-models.ts'

const sets = ['starter', 'recommended', 'optional', 'all'] as const
const stateWords: Record<ModelState, string> = {
  installed: 'here',
  missing: '-',
  damaged: 'DAMAGED',
  outdated: 'outdated',
}

function row({ entry, state, downloadBytes, installedBytes }: ModelListing): string {
  const { id, set, task, licence } = entry
  const size = formatBytes(installedBytes ?? downloadBytes).padStart(8)
  return `${id.padEnd(34)}${stateWords[state].padEnd(10)}${size}  ${set.padEnd(13)}${task.padEnd(18)}${licence.name}`
}

const list = defineCommand({
  name: 'list',
  summary: 'every model SAM knows: what it is for, its size and licence, whether it is here',
  options: { set: { type: 'text', value: 'set', choices: sets, default: 'all', summary: 'only this set' } },
  async run(context, { options }) {
    const { output } = context
    const listings = modelStore(context)
      .list()
      .filter(({ entry }) => options.set === 'all' || entry.set === options.set)
    output.say(`Models in ${context.modelsFolder}:`)
    for (const listing of listings) {
      const { entry, state, downloadBytes, installedBytes, unpinned } = listing
      const { id, title, task, engine, set, licence } = entry
      const sizes = { downloadBytes, ...(installedBytes === undefined ? {} : { installedBytes }) }
      const record = { type: 'model', id, title, task, engine, set, state, ...sizes, licence, unpinned }
      output.emit(record, () => row(listing))
    }
    return 0
  },
})

function reportPull({ id, outcome, newPins }: PullReport): string {
  const pins = Object.entries(newPins).map(([name, { sha256 }]) => `\n  checksum taken now for ${name}: ${sha256}`)
  return `${id}: ${outcome === 'installed' ? 'installed' : 'already here'}${pins.join('')}`
}

const pull = defineCommand({
  name: 'pull',
  summary: 'fetch models, continuing what was interrupted; without ids the starter set',
  arguments: { '[id...]': 'models, as "sam models list" names them' },
  options: {
    recommended: { type: 'flag', summary: "also the recommended models for this machine's memory" },
    repin: { type: 'flag', summary: 'accept another checksum than the one taken at the first download' },
  },
  examples: ['sam models pull', 'sam models pull whisper-tiny-en', 'sam models pull --recommended'],
  async run(context, { arguments: asked, options }) {
    const store = modelStore(context)
    const recommended = options.recommended ? recommendedSet(catalogue, os.totalmem()) : []
    const ids = [...(asked.length > 0 || options.recommended ? asked : store.starterSet()), ...recommended]
    // Who names a model may have been sent here by a damaged one: its bytes are read before it counts as being there.
    if (asked.length > 0) await store.verify(asked, { signal: context.signal })
    for (const report of await pullModels(context, store, ids, { repin: options.repin })) {
      context.output.emit({ type: 'model-pulled', ...report }, () => reportPull(report))
    }
    return 0
  },
})

const verify = defineCommand({
  name: 'verify',
  summary: 'read every byte of the models that are here and compare with their checksums',
  arguments: { '[id...]': 'only these; without ids the starter set and everything that is here' },
  async run(context, { arguments: asked }) {
    const { output, signal } = context
    const store = modelStore(context)
    const wanted = () =>
      store
        .list()
        .filter(({ entry, state }) => entry.set === 'starter' || state !== 'missing')
        .map(({ entry }) => entry.id)
    const reports = await store.verify(asked.length > 0 ? asked : wanted(), { signal })
    for (const { id, state, damagedFiles } of reports) {
      const files = damagedFiles.length === 0 ? '' : `: ${damagedFiles.join(', ')}`
      const text = `${id}: ${state === 'installed' ? 'as it should be' : `${state}${files}`}`
      output.emit({ type: 'model-verified', id, state, damagedFiles }, text)
    }
    const wrong = reports.filter(({ state }) => state !== 'installed').map(({ id }) => id)
    if (wrong.length === 0) return 0
    const remedy = `sam models pull ${wrong.join(' ')}`
    throw new SamError('models-incomplete', `Not in order: ${wrong.join(', ')}.`, { kind: 'missing', remedy })
  },
})

const remove = defineCommand({
  name: 'remove',
  summary: 'take a model off this disk; it can be fetched again',
  arguments: { '<id>': 'a model, as "sam models list" names it' },
  async run(context, { arguments: [id = ''] }) {
    const { freedBytes } = await modelStore(context).remove(id, context.signal)
    context.output.emit({ type: 'model-removed', id, freedBytes }, `${id}: gone, ${formatBytes(freedBytes)} are free`)
    return 0
  },
})

export const command = defineGroup({
  name: 'models',
  summary: 'the speech, language and other models: list, fetch, check',
  subcommands: [list, pull, verify, remove],
})
