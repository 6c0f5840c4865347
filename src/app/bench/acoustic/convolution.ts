import { Fourier } from '../../../core/numbers/fourier.ts'

const block = 512

/** What a room makes of a sound, block by block: exact, and not a piece of what is measured. */
export class Convolution {
  private readonly fourier = new Fourier(2 * block)
  private readonly parts: { real: Float64Array; imaginary: Float64Array }[]
  private readonly inputs: { real: Float64Array; imaginary: Float64Array }[] = []
  private previous = new Float32Array(block)

  constructor(response: Float32Array) {
    this.parts = Array.from({ length: Math.ceil(response.length / block) }, (_, part) =>
      this.spectrum(response.subarray(part * block, (part + 1) * block)),
    )
  }

  /** @param samples one block of 512 */
  next(samples: Float32Array): Float32Array {
    const both = new Float32Array(2 * block)
    both.set(this.previous)
    both.set(samples, block)
    this.previous = samples.slice()
    this.inputs.unshift(this.spectrum(both))
    if (this.inputs.length > this.parts.length) this.inputs.pop()
    const real = new Float64Array(2 * block)
    const imaginary = new Float64Array(2 * block)
    for (const [index, input] of this.inputs.entries()) {
      const part = this.parts[index]
      if (part === undefined) break
      for (let bin = 0; bin < 2 * block; bin++) {
        const xr = input.real[bin] as number
        const xi = input.imaginary[bin] as number
        const hr = part.real[bin] as number
        const hi = part.imaginary[bin] as number
        real[bin] = (real[bin] as number) + xr * hr - xi * hi
        imaginary[bin] = (imaginary[bin] as number) + xr * hi + xi * hr
      }
    }
    this.fourier.transform(imaginary, real)
    return Float32Array.from({ length: block }, (_, at) => (real[block + at] as number) / (2 * block))
  }

  private spectrum(samples: Float32Array): { real: Float64Array; imaginary: Float64Array } {
    const real = new Float64Array(2 * block)
    const imaginary = new Float64Array(2 * block)
    real.set(samples)
    this.fourier.transform(real, imaginary)
    return { real, imaginary }
  }
}

/** The whole of a sound in a room, with what dies away after it. */
export function inRoom(sound: Float32Array, response: Float32Array): Float32Array {
  const room = new Convolution(response)
  const blocks = Math.ceil((sound.length + response.length) / block)
  const result = new Float32Array(blocks * block)
  for (let index = 0; index < blocks; index++) {
    const piece = new Float32Array(block)
    piece.set(sound.subarray(index * block, (index + 1) * block))
    result.set(room.next(piece), index * block)
  }
  return result
}
