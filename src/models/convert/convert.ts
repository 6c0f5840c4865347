import fs from 'node:fs'
import path from 'node:path'
import { writeModelFile } from '../../core/onnx/model-file.ts'
import type { CatalogueEntry } from '../catalogue/entry.ts'
import { readOldTorchFile } from '../speaker/old-torch-file.ts'
import { buildSpeakerEncoder } from '../speaker/speaker-graph.ts'
import { repackWhisper } from '../whisper/repack.ts'
import { convertPiper } from './piper.ts'

/** Turns the downloaded files of a model, which lie in `raw`, into its final files in `target`. Errors: `model-file-invalid`. */
export async function convertModel(entry: CatalogueEntry, raw: string, target: string): Promise<void> {
  const rawFile = (name: string) => path.join(raw, name)
  switch (entry.conversion) {
    case 'none':
      for (const artifact of entry.artifacts) fs.renameSync(rawFile(artifact.name), path.join(target, artifact.name))
      return
    case 'whisper-for-sherpa':
      repackWhisper(
        { model: rawFile('model.bin'), config: rawFile('config.json'), vocabulary: rawFile('vocabulary.txt') },
        target,
      )
      return
    case 'piper-for-sherpa':
      return convertPiper({ model: rawFile('voice.onnx'), description: rawFile('voice.json') }, target)
    case 'resemblyzer-to-onnx':
      writeModelFile(
        path.join(target, 'model.onnx'),
        buildSpeakerEncoder(readOldTorchFile(rawFile('pretrained.pt'), 'model_state')),
      )
      return
  }
}
