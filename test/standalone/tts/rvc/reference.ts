import path from 'node:path'
import { expect } from 'vitest'
import { readNpy } from '../../../../src/core/files/npy.ts'

/** Results of PyTorch and SciPy that scripts/content-reference.py wrote. */
export function reference(name: string): Float32Array {
  const { data } = readNpy(path.join(import.meta.dirname, 'fixtures', `${name}.npy`))
  if (data instanceof Float32Array) return data
  throw new Error(`${name} is not float32.`)
}

export function expectNear(values: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(values.length).toBe(wanted.length)
  let worst = 0
  for (let index = 0; index < wanted.length; index++) {
    const difference = Math.abs((values[index] as number) - (wanted[index] as number))
    worst = difference <= worst ? worst : difference
  }
  expect(worst).toBeLessThanOrEqual(tolerance)
}
