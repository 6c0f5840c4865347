/**
 * Learns what a conversation is for (docs/decisions/0019) from our own wording.
 *
 *   scripts/launch scripts/train-categories.ts             writes src/memory/categories/categories.bin
 *   scripts/launch scripts/train-categories.ts --measure   trains the same way and measures on the openings that are never trained on
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { packModel, sharesOf, unpackModel } from '../src/core/text-model/linear-model.ts'
import { plainWords } from '../src/memory/categories/classify.ts'
import { trainModel } from './train-classifier/train.ts'
import { readWording } from './train-classifier/wording.ts'

const folder = path.join(import.meta.dirname, 'train-categories')
/** Fitted on the openings: as sure as it is right. */
const sharpness = Number(process.env['SHARPNESS'] ?? 5)
const examples = readWording(path.join(folder, 'wording'))
const packed = packModel(trainModel(examples, { words: plainWords, sharpness }))
if (process.argv[2] !== '--measure') {
  writeFileSync(path.resolve(import.meta.dirname, '../src/memory/categories/categories.bin'), packed)
  console.log(`${examples.length} examples, ${packed.length} bytes`)
} else {
  const model = unpackModel(packed)
  const openings = readFileSync(path.join(folder, process.argv[3] ?? 'held-out.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ label: line.slice(0, line.indexOf(': ')), text: line.slice(line.indexOf(': ') + 2) }))
  let right = 0
  let logLoss = 0
  const bins = new Map<number, { right: number; all: number; share: number }>()
  for (const { label, text } of openings) {
    const shares = sharesOf(model, plainWords(text))
    const top = Math.max(...shares)
    const guess = model.labels[shares.indexOf(top)] ?? ''
    logLoss -= Math.log(shares[model.labels.indexOf(label)] ?? 1e-9)
    const bin = bins.get(Math.floor(top * 5)) ?? { right: 0, all: 0, share: 0 }
    bins.set(Math.floor(top * 5), bin)
    bin.all++
    bin.share += top
    if (guess === label) {
      right++
      bin.right++
    } else console.log(`${label} taken for ${guess} (${top.toFixed(2)}): ${text}`)
  }
  console.log(`${right} of ${openings.length} right, log loss ${(logLoss / openings.length).toFixed(3)}`)
  for (const [bin, { right: hits, all, share }] of [...bins].sort(([a], [b]) => a - b)) {
    console.log(
      `share ${bin / 5} to ${(bin + 1) / 5}: ${all} openings, ${(hits / all).toFixed(2)} right, mean share ${(share / all).toFixed(2)}`,
    )
  }
}
