import { SamError } from '../../../../core/errors.ts'
import { readNpy, writeNpy } from '../../../../core/files/npy.ts'
import { blendFeatures } from '../../../../tts/rvc/retrieval/blend-features.ts'
import { readIndexFile } from '../../../../tts/rvc/retrieval/index-file.ts'
import { defineCommand } from '../../command.ts'
import { requiredOption } from '../../required-option.ts'

export const search = defineCommand({
  name: 'search',
  summary: 'expert: content features drawn towards those of an index',
  arguments: { '<index>': 'the added_*.index of a voice' },
  options: {
    query: { type: 'text', value: 'file.npy', summary: 'the features, float32, one row a frame' },
    rate: { type: 'number', value: '0-1', default: 0.75, minimum: 0, maximum: 1, summary: 'how far they are drawn' },
    out: { type: 'text', value: 'file.npy', summary: 'where the result goes' },
  },
  examples: ['sam voices search added_me.index --query q.npy --out b.npy'],
  async run({ output }, { arguments: [file = ''], options }) {
    const query = requiredOption(options.query, '--query', 'voices search')
    const out = requiredOption(options.out, '--out', 'voices search')
    const index = readIndexFile(file)
    const features = readNpy(query)
    if (features.type !== 'float32' || features.dims.at(-1) !== index.width)
      throw new SamError(
        'voice-index-width',
        `The index is for features of ${index.width} numbers, and ${query} holds ${features.type} rows of ${features.dims.at(-1) ?? 0}.`,
        { remedy: 'Use the index that belongs to the voice.' },
      )
    writeNpy(out, { dims: features.dims, data: blendFeatures(index, features.data, options.rate) })
    output.emit({ type: 'done', file: out, rows: features.data.length / index.width }, out)
    return 0
  },
})
