import { type CatalogueEntry, type FileArtifact, pinnedAtFirstDownload } from './entry.ts'

const gib = 2 ** 30

/** A file of the model hub whose checksum could not be taken when this was written; `bytes` is what its page says. */
function hubFile(repository: string, path: string, name: string, bytes: number, revision = 'main'): FileArtifact {
  return {
    kind: 'file',
    name,
    bytes,
    sha256: pinnedAtFirstDownload,
    sources: [{ kind: 'https', url: `https://huggingface.co/${repository}/resolve/${revision}/${path}` }],
  }
}

const zipformer = 'csukuangfj/sherpa-onnx-streaming-zipformer-en-2023-06-26'
const zipformerRevision = '672fbf1b30579d6585301139bb363f42a0ad4a24'
const parakeet = 'csukuangfj/sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8'
const moonshine = 'csukuangfj/sherpa-onnx-moonshine-base-en-int8'
const kokoro = 'csukuangfj/kokoro-en-v0_19'

/** What a Mac gets beside the starter set, from the model hub. None of it could be reached where this list was written. */
export const recommendedModels: readonly CatalogueEntry[] = [
  {
    id: 'zipformer-en-streaming',
    task: 'recognition',
    engine: 'sherpa-streaming-transducer',
    title: 'Streaming Zipformer, English (LibriSpeech), int8 encoder',
    licence: { name: 'Apache-2.0', url: `https://huggingface.co/${zipformer}` },
    set: 'optional',
    artifacts: [
      hubFile(
        zipformer,
        'encoder-epoch-99-avg-1-chunk-16-left-128.int8.onnx',
        'encoder.onnx',
        71_100_000,
        zipformerRevision,
      ),
      hubFile(zipformer, 'decoder-epoch-99-avg-1-chunk-16-left-128.onnx', 'decoder.onnx', 2_090_000, zipformerRevision),
      hubFile(
        zipformer,
        'joiner-epoch-99-avg-1-chunk-16-left-128.int8.onnx',
        'joiner.onnx',
        259_000,
        zipformerRevision,
      ),
      hubFile(zipformer, 'tokens.txt', 'tokens.txt', 5_050, zipformerRevision),
    ],
    conversion: 'none',
    revision: 1,
    files: { encoder: 'encoder.onnx', decoder: 'decoder.onnx', joiner: 'joiner.onnx', tokens: 'tokens.txt' },
  },
  {
    id: 'parakeet-tdt-0.6b-v3',
    task: 'recognition',
    engine: 'sherpa-transducer',
    title: 'NVIDIA Parakeet TDT 0.6B v3, 25 European languages, int8',
    licence: { name: 'CC BY 4.0', url: 'https://huggingface.co/nvidia/parakeet-tdt-0.6b-v3' },
    set: 'recommended',
    minimumMemoryBytes: 16 * gib,
    artifacts: [
      hubFile(parakeet, 'encoder.int8.onnx', 'encoder.onnx', 652_000_000),
      hubFile(parakeet, 'decoder.int8.onnx', 'decoder.onnx', 11_800_000),
      hubFile(parakeet, 'joiner.int8.onnx', 'joiner.onnx', 6_360_000),
      hubFile(parakeet, 'tokens.txt', 'tokens.txt', 93_900),
    ],
    conversion: 'none',
    revision: 1,
    files: { encoder: 'encoder.onnx', decoder: 'decoder.onnx', joiner: 'joiner.onnx', tokens: 'tokens.txt' },
  },
  {
    id: 'moonshine-base-en',
    task: 'recognition',
    engine: 'sherpa-moonshine',
    title: 'Moonshine base, English, int8',
    licence: { name: 'MIT', url: 'https://huggingface.co/UsefulSensors/moonshine-base' },
    set: 'recommended',
    artifacts: [
      hubFile(moonshine, 'preprocess.onnx', 'preprocessor.onnx', 14_100_000),
      hubFile(moonshine, 'encode.int8.onnx', 'encoder.onnx', 50_300_000),
      hubFile(moonshine, 'uncached_decode.int8.onnx', 'uncached-decoder.onnx', 122_100_000),
      hubFile(moonshine, 'cached_decode.int8.onnx', 'cached-decoder.onnx', 100_000_000),
      hubFile(moonshine, 'tokens.txt', 'tokens.txt', 436_700),
    ],
    conversion: 'none',
    revision: 1,
    files: {
      preprocessor: 'preprocessor.onnx',
      encoder: 'encoder.onnx',
      uncachedDecoder: 'uncached-decoder.onnx',
      cachedDecoder: 'cached-decoder.onnx',
      tokens: 'tokens.txt',
    },
  },
  {
    id: 'kokoro-82m-en',
    task: 'speech',
    engine: 'sherpa-kokoro',
    title: 'Kokoro 82M v0.19, 11 English voices, 24 kHz',
    licence: { name: 'Apache-2.0', url: 'https://huggingface.co/hexgrad/Kokoro-82M' },
    set: 'recommended',
    artifacts: [
      hubFile(kokoro, 'model.onnx', 'model.onnx', 345_600_000),
      hubFile(kokoro, 'voices.bin', 'voices.bin', 5_770_000),
      hubFile(kokoro, 'tokens.txt', 'tokens.txt', 1_100),
    ],
    conversion: 'none',
    revision: 1,
    files: { model: 'model.onnx', voices: 'voices.bin', tokens: 'tokens.txt' },
    borrows: { espeakData: { from: 'espeak-ng-data', role: 'data' } },
  },
  {
    id: 'qwen3-1.7b',
    task: 'language',
    engine: 'llama',
    callsTools: true,
    title: 'Qwen3 1.7B, Q8_0, for Macs with 8 GB',
    licence: { name: 'Apache-2.0', url: 'https://huggingface.co/Qwen/Qwen3-1.7B-GGUF' },
    set: 'recommended',
    artifacts: [hubFile('Qwen/Qwen3-1.7B-GGUF', 'Qwen3-1.7B-Q8_0.gguf', 'model.gguf', 1_834_000_000)],
    conversion: 'none',
    revision: 1,
    files: { model: 'model.gguf' },
  },
  {
    id: 'qwen3-4b-instruct',
    task: 'language',
    engine: 'llama',
    callsTools: true,
    title: 'Qwen3 4B Instruct 2507, Q4_K_M, with tool calling',
    licence: { name: 'Apache-2.0', url: 'https://huggingface.co/Qwen/Qwen3-4B-Instruct-2507' },
    set: 'recommended',
    minimumMemoryBytes: 16 * gib,
    artifacts: [
      hubFile('unsloth/Qwen3-4B-Instruct-2507-GGUF', 'Qwen3-4B-Instruct-2507-Q4_K_M.gguf', 'model.gguf', 2_497_000_000),
    ],
    conversion: 'none',
    revision: 1,
    files: { model: 'model.gguf' },
  },
  {
    id: 'qwen3-8b',
    task: 'language',
    engine: 'llama',
    callsTools: true,
    title: 'Qwen3 8B, Q4_K_M, with tool calling',
    licence: { name: 'Apache-2.0', url: 'https://huggingface.co/Qwen/Qwen3-8B-GGUF' },
    set: 'recommended',
    minimumMemoryBytes: 32 * gib,
    artifacts: [hubFile('Qwen/Qwen3-8B-GGUF', 'Qwen3-8B-Q4_K_M.gguf', 'model.gguf', 5_030_000_000)],
    conversion: 'none',
    revision: 1,
    files: { model: 'model.gguf' },
  },
]
