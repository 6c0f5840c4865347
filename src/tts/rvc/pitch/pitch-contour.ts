/**
 * A pitch for every frame: straight lines over what is unvoiced, the nearest pitch before the first and after the last
 * voiced frame. Stays zero where nothing is voiced at all.
 */
export function fillUnvoiced(hertz: Float32Array): Float32Array {
  const filled = hertz.slice()
  let before = -1
  for (let frame = 0; frame <= hertz.length; frame++) {
    const pitch = hertz[frame] ?? 0
    if (pitch === 0 && frame < hertz.length) continue
    const left = before < 0 ? pitch : (hertz[before] as number)
    const right = frame < hertz.length ? pitch : left
    for (let gap = before + 1; gap < frame; gap++)
      filled[gap] = left + ((right - left) * (gap - before)) / (frame - before)
    before = frame
  }
  return filled
}

/** Higher by this many semitones; lower when negative. */
export function shiftPitch(hertz: Float32Array, semitones: number): Float32Array {
  const factor = 2 ** (semitones / 12)
  return semitones === 0 ? hertz : hertz.map((pitch) => pitch * factor)
}
