import type { CatalogueEntry } from './entry.ts'

/** What telling the user's voice from others' needs. Fetched only when that is wanted. */
export const speakerModels: readonly CatalogueEntry[] = [
  {
    id: 'speaker-encoder',
    task: 'speaker',
    engine: 'onnx',
    title: 'Resemblyzer 0.1.4, tells voices apart',
    licence: {
      name: 'Apache-2.0',
      url: 'https://github.com/resemble-ai/Resemblyzer/blob/master/LICENSE',
      note: 'Trained by Resemble AI on LibriSpeech, VoxCeleb 1 and VoxCeleb 2, which have terms of their own.',
    },
    set: 'optional',
    artifacts: [
      {
        kind: 'file',
        name: 'pretrained.pt',
        bytes: 17_090_379,
        sha256: '39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e',
        sources: [
          {
            kind: 'https',
            url: 'https://raw.githubusercontent.com/resemble-ai/Resemblyzer/master/resemblyzer/pretrained.pt',
          },
          { kind: 'wheel', package: 'resemblyzer', version: '0.1.4', member: 'resemblyzer/pretrained.pt' },
        ],
      },
    ],
    conversion: 'resemblyzer-to-onnx',
    convertedBytes: 5_800_000,
    revision: 1,
    files: { model: 'model.onnx' },
  },
]
