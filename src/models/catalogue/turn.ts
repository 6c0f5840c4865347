import type { CatalogueEntry } from './entry.ts'

/** What hears by the sound of a voice whether its turn is over. Fetched only when that is wanted. */
export const turnModels: readonly CatalogueEntry[] = [
  {
    id: 'smart-turn',
    task: 'turn-end',
    engine: 'onnx',
    title: 'Smart Turn 3.2, hears whether somebody has finished',
    licence: { name: 'BSD-2-Clause', url: 'https://huggingface.co/pipecat-ai/smart-turn-v3' },
    set: 'optional',
    artifacts: [
      {
        kind: 'file',
        name: 'model.onnx',
        bytes: 8_679_182,
        sha256: '2bb026316b14a660486a75b1733cd3fbab8c2fd0314dc9af7be49f8cca967e4f',
        sources: [
          {
            kind: 'https',
            url: 'https://huggingface.co/pipecat-ai/smart-turn-v3/resolve/main/smart-turn-v3.2-cpu.onnx',
          },
          {
            kind: 'wheel',
            package: 'pipecat-ai',
            version: '1.14.0',
            member: 'pipecat/audio/turn/smart_turn/data/smart-turn-v3.2-cpu.onnx',
          },
        ],
      },
    ],
    conversion: 'none',
    revision: 1,
    files: { model: 'model.onnx' },
  },
]
