import fs from 'node:fs'

/** Writes mono 16-bit sound. */
export function writeWav(file: string, samples: Float32Array, sampleRateHz: number): void {
  const bytes = Buffer.alloc(44 + samples.length * 2)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(36 + samples.length * 2, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(sampleRateHz, 24)
  bytes.writeUInt32LE(sampleRateHz * 2, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(samples.length * 2, 40)
  samples.forEach((sample, i) => {
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32767), 44 + i * 2)
  })
  fs.writeFileSync(file, bytes)
}

/** Reads mono 16-bit sound as written by `writeWav` or SAM. */
export function readWav(file: string): { samples: Float32Array; sampleRateHz: number } {
  const bytes = fs.readFileSync(file)
  const at = bytes.indexOf('data', 12, 'latin1') + 8
  const samples = new Float32Array(Math.floor((bytes.length - at) / 2))
  for (let i = 0; i < samples.length; i++) samples[i] = bytes.readInt16LE(at + i * 2) / 32767
  return { samples, sampleRateHz: bytes.readUInt32LE(24) }
}

/**
 * Something like a voice, the same for each seed: a pitch that glides, harmonics, syllables with pauses between them, over
 * a little noise. Unlike a steady tone it survives noise suppression, and it lines up with itself in one place only.
 */
export function voiceLikeSound(seconds: number, sampleRateHz: number, seed = 1): Float32Array {
  let state = seed
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
  const samples = new Float32Array(Math.round(seconds * sampleRateHz))
  let phase = 0
  let syllableEnds = 0
  let syllableStarts = 0
  let pitchHz = 140
  for (let i = 0; i < samples.length; i++) {
    const t = i / sampleRateHz
    if (t >= syllableEnds) {
      syllableStarts = t + 0.03 + random() * 0.08
      syllableEnds = syllableStarts + 0.12 + random() * 0.18
      pitchHz = 110 + random() * 110
    }
    phase += (2 * Math.PI * (pitchHz * (1 + 0.12 * Math.sin(t * 9)))) / sampleRateHz
    let voice = 0
    for (let harmonic = 1; harmonic <= 12; harmonic++) voice += Math.sin(phase * harmonic) / harmonic ** 0.8
    const along = (t - syllableStarts) / (syllableEnds - syllableStarts)
    const envelope = along > 0 && along < 1 ? Math.sin(Math.PI * along) ** 0.7 : 0
    samples[i] = 0.14 * envelope * voice + 0.0008 * (random() - 0.5)
  }
  return samples
}

/** Loudness of each 10 ms. */
export function envelope(samples: Float32Array, sampleRateHz: number): number[] {
  const step = Math.round(sampleRateHz / 100)
  const out: number[] = []
  for (let at = 0; at + step <= samples.length; at += step) {
    let sum = 0
    for (let i = at; i < at + step; i++) sum += (samples[i] ?? 0) ** 2
    out.push(Math.sqrt(sum / step))
  }
  return out
}

/** Pearson's correlation of `wanted` with the stretch of `heard` that fits it best, and where that begins. */
export function bestCorrelation(heard: ArrayLike<number>, wanted: ArrayLike<number>, step = 1) {
  let best = { correlation: -1, offset: 0 }
  for (let offset = 0; offset + wanted.length <= heard.length; offset += step) {
    let sumA = 0
    let sumB = 0
    let sumAA = 0
    let sumBB = 0
    let sumAB = 0
    for (let i = 0; i < wanted.length; i++) {
      const a = heard[offset + i] ?? 0
      const b = wanted[i] ?? 0
      sumA += a
      sumB += b
      sumAA += a * a
      sumBB += b * b
      sumAB += a * b
    }
    const n = wanted.length
    const spread = Math.sqrt((sumAA - (sumA * sumA) / n) * (sumBB - (sumB * sumB) / n))
    const correlation = spread === 0 ? 0 : (sumAB - (sumA * sumB) / n) / spread
    if (correlation > best.correlation) best = { correlation, offset }
  }
  return best
}
