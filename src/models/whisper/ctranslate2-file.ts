import fs from 'node:fs'
import { SamError } from '../../core/errors.ts'
import { BoundedReader } from '../../core/files/bounded-reader.ts'
import { halfToFloat } from '../../core/onnx/half.ts'
import { elementCount } from '../../core/onnx/tensor.ts'

/** Element types of the file by their number: bytes an element, and how to read them as float32. */
const elementKinds = [
  { name: 'float32', bytes: 4 },
  { name: 'int8', bytes: 1 },
  { name: 'int16', bytes: 2 },
  { name: 'int32', bytes: 4 },
  { name: 'float16', bytes: 2 },
] as const

type ElementName = (typeof elementKinds)[number]['name']

interface Variable {
  dims: number[]
  type: ElementName
  offset: number
  byteLength: number
}

const supportedVersion = 6
const maximumVariables = 20_000
const maximumRank = 8

/**
 * A CTranslate2 `model.bin` of version 6. The table of variables is read at once and checked against the length of the
 * file; the weights stay on disk until `floats` asks for one. Errors: `model-file-invalid` for anything that is not such a file.
 */
export class CTranslate2File {
  readonly specification: string
  readonly #file: string
  readonly #variables: ReadonlyMap<string, Variable>

  constructor(file: string) {
    this.#file = file
    const reader = new BoundedReader(file, (what) => damaged(file, what))
    try {
      const version = reader.uint32()
      if (version !== supportedVersion) {
        throw invalid(file, `it has version ${version}, and only version ${supportedVersion} is known`)
      }
      this.specification = readText(reader, file)
      reader.uint32()
      const variables = readVariables(reader, file)
      readAliases(reader, variables, file)
      this.#variables = variables
    } finally {
      reader.close()
    }
  }

  has(name: string): boolean {
    return this.#variables.has(name)
  }

  dims(name: string): readonly number[] {
    return this.#variable(name).dims
  }

  /** A scalar integer such as `encoder/num_heads`. */
  integer(name: string): number {
    const variable = this.#variable(name)
    const bytes = this.#read(variable)
    if (variable.type === 'int8' && bytes.length === 1) return bytes.readInt8()
    if (variable.type === 'int16' && bytes.length === 2) return bytes.readInt16LE()
    if (variable.type === 'int32' && bytes.length === 4) return bytes.readInt32LE()
    throw invalid(this.#file, `"${name}" is not a whole number`)
  }

  /** The weights as float32 in row-major order; half precision is widened exactly. */
  floats(name: string): Float32Array {
    const variable = this.#variable(name)
    const bytes = this.#read(variable)
    // A copied buffer is aligned, which the file's own positions are not.
    const aligned = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    if (variable.type === 'float16') return halfToFloat(new Uint16Array(aligned))
    if (variable.type === 'float32') return new Float32Array(aligned)
    throw invalid(
      this.#file,
      `"${name}" holds ${variable.type} numbers; only float16 and float32 weights can be converted`,
    )
  }

  #variable(name: string): Variable {
    const variable = this.#variables.get(name)
    if (variable === undefined) throw invalid(this.#file, `the weight "${name}" is missing`)
    return variable
  }

  #read(variable: Variable): Buffer {
    const handle = fs.openSync(this.#file, 'r')
    try {
      const bytes = Buffer.allocUnsafeSlow(variable.byteLength)
      if (fs.readSync(handle, bytes, 0, bytes.length, variable.offset) !== bytes.length) {
        throw invalid(this.#file, 'it became shorter while it was read')
      }
      return bytes
    } finally {
      fs.closeSync(handle)
    }
  }
}

function readVariables(reader: BoundedReader, file: string): Map<string, Variable> {
  const count = reader.uint32()
  if (count > maximumVariables) throw invalid(file, `it announces ${count} weights`)
  const variables = new Map<string, Variable>()
  for (let index = 0; index < count; index += 1) {
    const name = readText(reader, file)
    const rank = reader.uint8()
    if (rank > maximumRank) throw invalid(file, `"${name}" has ${rank} dimensions`)
    const dims = Array.from({ length: rank }, () => reader.uint32())
    const kind = elementKinds[reader.uint8()]
    if (kind === undefined) throw invalid(file, `"${name}" has an unknown number format`)
    const byteLength = reader.uint32()
    if (elementCount(dims) * kind.bytes !== byteLength) {
      throw invalid(file, `"${name}" has ${byteLength} bytes for the shape [${dims.join(', ')}]`)
    }
    if (variables.has(name)) throw invalid(file, `"${name}" occurs twice`)
    variables.set(name, { dims, type: kind.name, offset: reader.position, byteLength })
    reader.skip(byteLength)
  }
  return variables
}

/** An alias is a second name for weights that are shared, for example the projection onto the vocabulary. */
function readAliases(reader: BoundedReader, variables: Map<string, Variable>, file: string): void {
  const count = reader.uint32()
  if (count > maximumVariables) throw invalid(file, `it announces ${count} aliases`)
  for (let index = 0; index < count; index += 1) {
    const alias = readText(reader, file)
    const name = readText(reader, file)
    const variable = variables.get(name)
    if (variable === undefined) throw invalid(file, `the alias "${alias}" points to nothing`)
    variables.set(alias, variable)
  }
}

/** A length in two bytes, then that many bytes, the last of them NUL. */
function readText(reader: BoundedReader, file: string): string {
  const length = reader.uint16()
  const bytes = reader.bytes(length)
  if (length === 0 || bytes[length - 1] !== 0) throw damaged(file, 'a name without an end')
  return bytes.toString('utf8', 0, length - 1)
}

function damaged(file: string, what: string): SamError {
  return new SamError('model-file-invalid', `${file} is damaged: it has ${what}.`)
}

function invalid(file: string, why: string): SamError {
  return new SamError('model-file-invalid', `${file} is not a speech model that can be converted: ${why}.`)
}
