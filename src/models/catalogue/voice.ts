import { type CatalogueEntry, pinnedAtFirstDownload } from './entry.ts'

/** What speaking in the user's own voice needs (RVC). Fetched only when a voice asks for it. */
export const voiceModels: readonly CatalogueEntry[] = [
  {
    id: 'contentvec-768',
    task: 'content-features',
    engine: 'onnx',
    title: 'ContentVec, 768 dimensions of layer 12, for RVC v2 voices',
    licence: { name: 'CC BY 4.0', url: 'https://huggingface.co/Dryaides/voicecore-models' },
    set: 'optional',
    artifacts: [
      {
        kind: 'file',
        name: 'model.onnx',
        bytes: 377_688_760,
        sha256: pinnedAtFirstDownload,
        sources: [
          { kind: 'https', url: 'https://huggingface.co/Dryaides/voicecore-models/resolve/main/contentvec768l12.onnx' },
        ],
      },
    ],
    conversion: 'none',
    revision: 1,
    files: { model: 'model.onnx' },
  },
  {
    id: 'hubert-base-weights',
    task: 'content-features',
    engine: 'torch-checkpoint',
    title: 'HuBERT base weights (ContentVec), for RVC v1 and v2 voices',
    licence: {
      name: 'MIT',
      url: 'https://huggingface.co/lj1995/VoiceConversionWebUI',
      note: 'The repository is MIT; that these are ContentVec weights is the community’s account of them.',
    },
    set: 'optional',
    artifacts: [
      {
        kind: 'file',
        name: 'pytorch_model.bin',
        bytes: 189_206_711,
        sha256: pinnedAtFirstDownload,
        sources: [
          {
            kind: 'https',
            url: 'https://huggingface.co/lj1995/VoiceConversionWebUI/resolve/main/hubert_base/pytorch_model.bin',
          },
        ],
      },
    ],
    conversion: 'none',
    revision: 1,
    files: { checkpoint: 'pytorch_model.bin' },
  },
  {
    id: 'rmvpe',
    task: 'pitch',
    engine: 'onnx',
    title: 'RMVPE pitch detector, for voices of your own (speech.pitch: rmvpe)',
    licence: { name: 'MIT', url: 'https://huggingface.co/lj1995/VoiceConversionWebUI' },
    set: 'optional',
    artifacts: [
      {
        kind: 'file',
        name: 'model.onnx',
        bytes: 361_688_443,
        sha256: pinnedAtFirstDownload,
        sources: [{ kind: 'https', url: 'https://huggingface.co/lj1995/VoiceConversionWebUI/resolve/main/rmvpe.onnx' }],
      },
    ],
    conversion: 'none',
    revision: 1,
    files: { model: 'model.onnx' },
  },
]
