/** Pitches beyond these share the first and the last step. */
const lowestHz = 50
const highestHz = 1100
const steps = 255

const mel = (hertz: number) => 1127 * Math.log(1 + hertz / 700)

/** The step, 1 to 255 on the mel scale, that the encoder knows a pitch by; 1 where there is none (0 Hz). */
export function coarsePitch(hertz: Float32Array): BigInt64Array {
  const [lowest, highest] = [mel(lowestHz), mel(highestHz)]
  return BigInt64Array.from(hertz, (pitch) => {
    const step = ((mel(pitch) - lowest) * (steps - 1)) / (highest - lowest) + 1
    return BigInt(roundHalfEven(Math.min(Math.max(step, 1), steps)))
  })
}

/** As NumPy rounds: 0.5 and 2.5 go to the even neighbour. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}
