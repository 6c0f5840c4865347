import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { SamError } from '../../../src/core/errors.ts'
import { readNpy, writeNpy } from '../../../src/core/files/npy.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-npy-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))
const file = path.join(folder, 'array.npy')

interface Form {
  version?: number
  header: string
  headerBytes?: number
  payload?: Uint8Array
}

function write({ version = 1, header, headerBytes = header.length, payload = new Uint8Array(0) }: Form): string {
  const length = Buffer.alloc(version === 1 ? 2 : 4)
  length.writeUIntLE(headerBytes, 0, length.length)
  fs.writeFileSync(
    file,
    Buffer.concat([
      Buffer.from('\x93NUMPY', 'latin1'),
      Uint8Array.of(version, 0),
      length,
      Buffer.from(header),
      payload,
    ]),
  )
  return file
}

const header = (descr: string, shape: string, fortran = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`
const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer)

describe('arrays of NumPy', () => {
  it('come back as they were written, with the numbers at a multiple of 64 bytes', () => {
    for (const dims of [[3], [1, 3], [1, 3, 1]]) {
      writeNpy(file, { dims, data: Float32Array.of(1.5, -2, 3e-9) })
      expect(readNpy(file)).toEqual({ dims, type: 'float32', data: Float32Array.of(1.5, -2, 3e-9) })
      expect(fs.statSync(file).size % 64).toBe(12)
    }
    writeNpy(file, { dims: [], data: Float32Array.of(7) })
    expect(readNpy(file)).toEqual({ dims: [], type: 'float32', data: Float32Array.of(7) })
  })

  it('are read in each version of the format, as real and as whole numbers, wherever the header ends', () => {
    for (const version of [1, 2, 3])
      for (const blanks of ['', ' ', '   '])
        expect(
          readNpy(
            write({
              version,
              header: blanks === '' ? header('<f4', '(2,)') : `${header('<f4', '(2,)').trimEnd()}${blanks}\n`,
              payload: floats(1, 2),
            }),
          ),
        ).toEqual({
          dims: [2],
          type: 'float32',
          data: Float32Array.of(1, 2),
        })
    const whole = new Uint8Array(BigInt64Array.of(-1n, 2n ** 40n).buffer)
    expect(readNpy(write({ header: header('<i8', '(1, 2)'), payload: whole }))).toEqual({
      dims: [1, 2],
      type: 'int64',
      data: BigInt64Array.of(-1n, 2n ** 40n),
    })
  })

  it('are refused when the header promises what is not there', () => {
    const refused = (form: Form, why: RegExp) => {
      expect(() => readNpy(write(form))).toThrow(why)
      expect(() => readNpy(file)).toThrow(SamError)
    }
    refused({ header: header('<f4', '(3,)'), payload: floats(1, 2) }, /does not fit its 8 bytes/)
    refused({ header: header('<f4', '(1,)'), payload: floats(1, 2) }, /does not fit/)
    refused({ header: header('<f4', '(99999999999999999999,)'), payload: floats(1) }, /not possible/)
    refused({ header: header('<f4', '(4000000000, 4000000000, 0)'), payload: floats(1) }, /does not fit/)
    refused({ header: header('<f4', '(1, 1, 1, 1, 1, 1, 1, 1, 1)'), payload: floats(1) }, /not possible/)
    refused({ header: header('<f4', '(2, 1, 2)', 'True'), payload: floats(1, 2, 3, 4) }, /by columns/)
    refused({ header: header('|O', '(1,)'), payload: floats(1) }, /holds "\|O" numbers/)
    refused({ header: header('>f4', '(1,)'), payload: floats(1) }, /holds ">f4" numbers/)
    refused({ header: "{'shape': __import__('os')}" }, /cannot be understood/)
    refused({ header: header('<f4', '(1,)'), headerBytes: 60_000 }, /ends within its header/)
    refused({ version: 2, header: header('<f4', '(1,)'), headerBytes: 2 ** 32 - 1 }, /ends within its header/)
    refused({ version: 9, header: header('<f4', '(1,)') }, /version 9/)
  })

  it('are refused when the file is none, or cut anywhere', () => {
    fs.writeFileSync(file, 'PK something')
    expect(() => readNpy(file)).toThrow(/does not begin as a NumPy file/)
    expect(() => readNpy(path.join(folder, 'absent.npy'))).toThrow(/cannot be read/)
    writeNpy(file, { dims: [2], data: Float32Array.of(1, 2) })
    const whole = fs.readFileSync(file)
    for (let length = 0; length < whole.length; length++) {
      fs.writeFileSync(file, whole.subarray(0, length))
      expect(() => readNpy(file)).toThrow(SamError)
    }
  })
})
