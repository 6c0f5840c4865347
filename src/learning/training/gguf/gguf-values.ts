/** Types of values in a GGUF file's metadata, by their number (github.com/ggml-org/ggml, docs/gguf.md). */
export const valueTypes = {
  uint8: 0,
  int8: 1,
  uint16: 2,
  int16: 3,
  uint32: 4,
  int32: 5,
  float32: 6,
  bool: 7,
  string: 8,
  array: 9,
  uint64: 10,
  int64: 11,
  float64: 12,
} as const

export const ggufMagic = 'GGUF'
export const ggufVersion = 3
export const dataAlignment = 32
/** Number of the tensor type "32-bit floats". */
export const float32Tensor = 0
