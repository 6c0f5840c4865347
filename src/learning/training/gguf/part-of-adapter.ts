import { readGguf } from './read-gguf.ts'
import { writeGguf } from './write-gguf.ts'

/** Writes those weights of an adapter whose names match, so many times as strong. Error `gguf-invalid`. */
export function writePartOfAdapter(source: string, target: string, wanted: RegExp, strength: number): void {
  const { metadata, tensors, floats } = readGguf(source)
  const text = (key: string): [string, string] => [key, String(metadata.get(key))]
  const alpha = 'adapter.lora.alpha'
  writeGguf(target, {
    texts: Object.fromEntries(['general.type', 'general.architecture', 'adapter.type'].map(text)),
    floats: { [alpha]: Number(metadata.get(alpha)) * strength },
    tensors: [...tensors]
      .filter(([name]) => wanted.test(name))
      .map(([name, { dims }]) => ({ name, dims, values: floats(name) })),
  })
}
