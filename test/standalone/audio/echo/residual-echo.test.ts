import { describe, expect, it } from 'vitest'
import { ResidualEcho } from '../../../../src/audio/echo/residual-echo.ts'

const blockOfSound = () => new Float32Array(256).fill(0.1)

function look(left: ResidualEcho, block: number): void {
  left.look({
    block,
    played: 0.01,
    microphone: blockOfSound(),
    echo: blockOfSound(),
    residual: blockOfSound(),
    isAligned: false,
    unaligned: 0,
  })
}

describe('what is left of the echo', () => {
  it('is forgotten after a while, also where SAM was silent in between', () => {
    const left = new ResidualEcho(true)
    for (let block = 0; block < 10; block++) look(left, block)
    expect(left.isEcho(6)).toBe(true)
    look(left, 100_000)
    for (let block = 0; block < 10; block++) expect(left.isEcho(block + 1)).toBe(false)
    expect(left.isEcho(100_001)).toBe(true)
  })
})
