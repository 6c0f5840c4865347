import { describe, expect, it } from 'vitest'
import { delayed } from '../../../../src/audio/echo/delayed.ts'
import { PlayedSound } from '../../../../src/audio/echo/played-sound.ts'

const counting = (length: number, from = 1) => Float32Array.from({ length }, (_, at) => from + at)

describe('what was played', () => {
  it('lies where it was thought to sound, one clip behind the other', () => {
    const played = new PlayedSound()
    played.add(counting(3), 10)
    played.add(counting(2, 7), 15)
    expect([...played.slice(8, 17)]).toEqual([0, 0, 1, 2, 3, 7, 8, 0, 0])
    expect(played.runAt(0, 10)).toBeUndefined()
    expect(played.runAt(0, 11)).toBe(played.runAt(14, 15))
  })

  it('lies where the loudspeaker says, with its gaps, and pushes on what waits behind it', () => {
    const played = new PlayedSound()
    const clip = played.add(counting(6), 0)
    played.add(counting(2, 50), 6)
    played.tell(clip, 0, 4)
    played.tell(clip, 2, 9)
    expect([...played.slice(4, 16)]).toEqual([1, 2, 0, 0, 0, 3, 4, 5, 6, 50, 51, 0])
    expect(played.runAt(4, 5)).toBe(played.told)
  })

  it('ends where it was cut, and then where the loudspeaker says that it did', () => {
    const played = new PlayedSound()
    const clip = played.add(counting(6), 0)
    const next = played.add(counting(6, 50), 6)
    played.cut(2)
    expect([...played.slice(0, 14)]).toEqual([1, 2, ...new Array(12).fill(0)])
    played.tellStop(clip, 4)
    expect([...played.slice(0, 6)]).toEqual([1, 2, 3, 4, 0, 0])
    // A clip that never sounded stays silent, whatever is said of its end.
    expect(next.until).toBe(0)
    played.tellStop(clip, 900)
    expect(played.slice(5, 7)[0]).toBe(6)
    expect(played.slice(6, 7)[0]).toBe(0)
  })

  it('stays as it is when something is said of samples that a clip does not have', () => {
    const played = new PlayedSound()
    const clip = played.add(counting(3), 0)
    played.add(counting(2, 50), 3)
    played.tell(clip, 3, 900)
    expect([...played.slice(0, 6)]).toEqual([1, 2, 3, 50, 51, 0])
  })

  it('is told of one that was taken to be over', () => {
    const played = new PlayedSound()
    const clip = played.add(counting(3), 0)
    played.forgetBefore(100)
    played.tell(clip, 0, 200)
    expect([...played.slice(199, 204)]).toEqual([0, 1, 2, 3, 0])
  })
})

describe('a delay by a part of a sample', () => {
  it.each([0.1, 0.5, 0.999])('moves a tone by %f samples and leaves it as loud', (fraction) => {
    const tone = (at: number) => Math.sin(0.7 * at)
    const moved = delayed(
      Float32Array.from({ length: 200 }, (_, at) => tone(at)),
      fraction,
    )
    for (let at = 40; at < 160; at++) expect(moved[at]).toBeCloseTo(tone(at - fraction), 2)
  })
})
