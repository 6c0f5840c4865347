const table = new Float32Array(1 << 16)
let filled = false

/** IEEE 754 half-precision bit patterns as float32, exactly. */
export function halfToFloat(bits: Uint16Array): Float32Array {
  if (!filled) fillTable()
  const values = new Float32Array(bits.length)
  for (let index = 0; index < bits.length; index += 1) values[index] = table[bits[index] as number] as number
  return values
}

function fillTable(): void {
  for (let pattern = 0; pattern < table.length; pattern += 1) table[pattern] = decodeHalf(pattern)
  filled = true
}

function decodeHalf(pattern: number): number {
  const sign = pattern & 0x8000 ? -1 : 1
  const exponent = (pattern >> 10) & 0x1f
  const fraction = pattern & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
