import { SamError } from '../../../core/errors.ts'
import { openSafetensors } from '../../../core/onnx/safetensors.ts'
import type { TrainingBackend } from '../training-job.ts'
import { readGguf } from './read-gguf.ts'
import { type WrittenTensor, writeGguf } from './write-gguf.ts'

export interface AdapterConversion {
  backend: TrainingBackend
  /** The adapter's safetensors file, as the backend wrote it. */
  adapterFile: string
  /** GGUF of the base model: its kind and its heads decide the order of rows. */
  baseFile: string
  rank: number
  scale: number
  targetFile: string
}

const weights: Readonly<Record<string, string>> = {
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
  'self_attn.o_proj': 'attn_output',
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
}

/**
 * Writes a trained adapter as the GGUF LoRA file that llama.cpp loads. In it a is [rank, in] and b [out, rank], row by row; PEFT has
 * them so, mlx the other way round. For models of the Llama kind llama.cpp orders the rows of q and k by its rotary embedding, and
 * so must the rows of their b be. Errors: `model-file-invalid`, `gguf-invalid`, `adapter-unfit`.
 */
export function adapterToGguf(conversion: AdapterConversion): void {
  const { metadata, tensors: baseTensors } = readGguf(conversion.baseFile)
  const kind = String(metadata.get('general.architecture'))
  const heads = Number(metadata.get(`${kind}.attention.head_count`))
  const keyHeads = Number(metadata.get(`${kind}.attention.head_count_kv`) ?? heads)
  const source = openSafetensors(conversion.adapterFile)
  const { rank } = conversion
  const tensors: WrittenTensor[] = []
  const blocks = Number(metadata.get(`${kind}.block_count`))
  for (let block = 0; block < blocks; block += 1) {
    for (const [name, target] of Object.entries(weights)) {
      const base = `blk.${block}.${target}.weight`
      const [inputs = 0, outputs = 0] = baseTensors.get(base)?.dims ?? []
      const names = namesOf(conversion.backend, `model.layers.${block}.${name}`)
      if (!source.has(names.a)) continue
      let a = source.floats(names.a)
      let b = source.floats(names.b)
      if (a.length !== rank * inputs || b.length !== rank * outputs) throw unfit(`${base} has another shape`)
      if (conversion.backend === 'mlx') {
        a = transposed(a, inputs, rank)
        b = transposed(b, rank, outputs)
      }
      if (![...a, ...b].every(Number.isFinite)) throw unfit('it holds numbers that are none')
      if (kind === 'llama' && target === 'attn_q') b = permuted(b, outputs, rank, heads)
      if (kind === 'llama' && target === 'attn_k') b = permuted(b, outputs, rank, keyHeads)
      tensors.push({ name: `${base}.lora_a`, dims: [inputs, rank], values: a })
      tensors.push({ name: `${base}.lora_b`, dims: [rank, outputs], values: b })
    }
  }
  if (tensors.length === 0) throw unfit('none of its weights belongs to the base model')
  writeGguf(conversion.targetFile, {
    texts: { 'general.type': 'adapter', 'general.architecture': kind, 'adapter.type': 'lora' },
    floats: { 'adapter.lora.alpha': conversion.scale * rank },
    tensors,
  })
}

function namesOf(backend: TrainingBackend, weight: string): { a: string; b: string } {
  if (backend === 'mlx') return { a: `${weight}.lora_a`, b: `${weight}.lora_b` }
  return { a: `base_model.model.${weight}.lora_A.weight`, b: `base_model.model.${weight}.lora_B.weight` }
}

function unfit(why: string): SamError {
  return new SamError('adapter-unfit', `The adapter does not fit its base model: ${why}.`)
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const turned = new Float32Array(values.length)
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      turned[column * rows + row] = values[row * columns + column] as number
  return turned
}

/**
 * Within each head, the two halves of the rows interleaved: row h·2n + i of the first half goes to h·2n + 2i, row h·2n + n + i to
 * h·2n + 2i + 1 (llama.cpp, convert_hf_to_gguf, LlamaModel.permute).
 */
export function permuted(
  values: Float32Array,
  rows: number,
  columns: number,
  heads: number,
): Float32Array<ArrayBuffer> {
  const made = new Float32Array(values.length)
  const half = rows / heads / 2
  for (let head = 0; head < heads; head += 1)
    for (let side = 0; side < 2; side += 1)
      for (let index = 0; index < half; index += 1) {
        const from = (head * 2 * half + side * half + index) * columns
        made.set(values.subarray(from, from + columns), (head * 2 * half + 2 * index + side) * columns)
      }
  return made
}
