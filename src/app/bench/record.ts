import os from 'node:os'

/** The outcome of one benchmark; ratios are figures over the baseline of the same run. */
export interface BenchRecord {
  name: string
  figures: Record<string, number>
  baseline: Record<string, number>
  ratio: Record<string, number>
  /** What the figures must reach, in words, each with whether it does. */
  goals: { goal: string; reached: boolean }[]
  /** What a number cannot say, to be read by a person. */
  notes?: readonly string[]
}

export interface Machine {
  cores: number
  model: string
  memoryGb: number
  platform: string
  node: string
  /** Work that was waiting when the benchmark began: well above 0.5 a core, times are not to be trusted. */
  loadAverage: number
}

export function describeMachine(): Machine {
  return {
    cores: os.availableParallelism(),
    model: os.cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(os.totalmem() / 1024 ** 3),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    loadAverage: Math.round((os.loadavg()[0] ?? 0) * 100) / 100,
  }
}

export function rounded(values: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Number(value.toPrecision(4))]))
}
