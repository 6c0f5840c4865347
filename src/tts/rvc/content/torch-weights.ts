import { Tensor } from '../../../core/files/torch-pickle.ts'
import type { WeightFile } from '../../../core/onnx/weight-file.ts'
import { TorchFile } from '../checkpoint/torch-file.ts'

/** The weights of a `pytorch_model.bin`, a dictionary of tensors. Error `voice-file-refused`. */
export async function openTorchWeights(file: string): Promise<WeightFile> {
  const torch = await TorchFile.open(file)
  const refuse = (why: string) => torch.refuse(`cannot be used: ${why}`)
  const { root } = torch
  if (!(root instanceof Map)) throw refuse('it holds no weights')
  const tensor = (name: string) => {
    const found = root.get(name)
    if (!(found instanceof Tensor)) throw refuse(`the weights "${name}" are missing`)
    return found
  }
  return {
    has: (name) => root.get(name) instanceof Tensor,
    dims: (name) => tensor(name).dims,
    floats: (name) => torch.floats(tensor(name), name),
    refuse,
  }
}
