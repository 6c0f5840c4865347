const decimals = 6

/** A number as it is said: "1,234.5", "3.333333", "1.5 times 10 to the power of 21". `exact` is false when digits were left out. */
export function spokenNumber(value: number): { text: string; exact: boolean } {
  // What floating point adds at its far end ("0.30000000000000004") is no part of the answer.
  const clean = Number(value.toPrecision(15))
  const size = Math.abs(clean)
  if (size !== 0 && (size >= 1e15 || size < 1e-6)) {
    const [mantissa = '', exponent = ''] = clean.toExponential(4).split('e')
    const power = Number(exponent)
    const shown = String(Number(mantissa))
    const text = `${shown} times 10 to the power of ${power < 0 ? `minus ${-power}` : power}`
    return { text, exact: size < 1e15 && Number(`${mantissa}e${exponent}`) === clean }
  }
  const rounded = Number(clean.toFixed(decimals))
  return { text: rounded.toLocaleString('en-US', { maximumFractionDigits: decimals }), exact: rounded === clean }
}
