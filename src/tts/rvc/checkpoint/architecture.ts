import { z } from 'zod'

const size = (most: number) => z.number().int().min(1).max(most)
const few = (most: number) => z.array(size(most)).min(1).max(8)

/**
 * The 18 numbers of `config` by position, as RVC's synthesizer takes them. The bounds are several times what any published voice
 * has; within them nothing that is built from a voice can become huge.
 */
export const configSchema = z
  .tuple([
    z.unknown(), // Spectrogram bins, only for training.
    z.unknown(), // Segment length, only for training.
    size(1024).multipleOf(2),
    size(1024),
    size(8192),
    size(16),
    size(24),
    size(15),
    z.unknown(), // Dropout, only for training.
    z.union([z.literal('1'), z.literal(1)]),
    few(31),
    z.array(few(32)).min(1).max(8),
    few(64),
    size(4096),
    few(128),
    z.unknown(), // Speakers while training; the table of speakers says how many there are.
    size(4096),
    z.number().int().min(8000).max(96_000),
  ])
  .transform((config) => ({
    latentChannels: config[2],
    hidden: config[3],
    filters: config[4],
    heads: config[5],
    layers: config[6],
    filterWidth: config[7],
    blockKernels: config[10],
    blockDilations: config[11],
    rates: config[12],
    initialChannels: config[13],
    rateKernels: config[14],
    speakerWidth: config[16],
    sampleRateHz: config[17],
  }))
  .refine(({ hidden, heads }) => hidden % heads === 0, 'the attention heads do not divide the width')
  .refine(({ rates, rateKernels }) => rates.length === rateKernels.length, 'as many kernels as rates are needed')
  .refine(
    ({ rates, rateKernels }) =>
      rates.every((rate, index) => ((rateKernels[index] ?? 0) - rate) % 2 === 0 && (rateKernels[index] ?? 0) >= rate),
    'a kernel does not fit its rate',
  )
  .refine(({ initialChannels, rates }) => initialChannels % 2 ** rates.length === 0, 'the channels cannot be halved')
  .refine(
    ({ blockKernels, blockDilations }) =>
      blockKernels.length === blockDilations.length && blockKernels.every((kernel) => kernel % 2 === 1),
    'the residual blocks are not as in RVC',
  )
  .refine(
    ({ rates, sampleRateHz }) => rates.reduce((product, rate) => product * rate, 1) * 100 === sampleRateHz,
    'the rates do not lead from 100 frames a second to the sample rate',
  )

/** The shape of a synthesizer: encoder, flow and decoder. */
export type Architecture = z.infer<typeof configSchema>
