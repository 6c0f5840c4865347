import { describe, expect, it } from 'vitest'
import { NearWordings } from '../../../src/audio/whisper/near-wordings.ts'

const sentences = [
  'Mute the telly.',
  'Am I free after school on Thursday?',
  'Turn wifi off and on again.',
  'Quit Photoshop.',
  'Note that the plumber is coming Tuesday.',
  'Am I free on the 19th?',
]
const wordings = new NearWordings(() => sentences)

describe('sentences near in sound', () => {
  it('are found by the words and the sounds that they have in common', () => {
    expect(wordings.near('And my free on Thursday afternoon.', 1)).toEqual(['Am I free after school on Thursday?'])
    expect(wordings.near('Kwid photo shop', 1)).toEqual(['Quit Photoshop.'])
    expect(wordings.near('Yacht down that a plummer is coming.', 1)).toEqual([
      'Note that the plumber is coming Tuesday.',
    ])
  })

  it('come nearest last, and no more than are wanted', () => {
    const near = wordings.near('Am I free on Thursday?', 2)
    expect(near).toEqual(['Am I free on the 19th?', 'Am I free after school on Thursday?'])
  })

  it('are none where nothing is alike, or where nothing was heard', () => {
    expect(wordings.near('Good evening everybody.', 3)).toEqual([])
    expect(wordings.near('...', 3)).toEqual([])
    expect(new NearWordings(() => []).near('Mute the telly.', 3)).toEqual([])
  })

  it('are read once, when they are first asked for', () => {
    let reads = 0
    const late = new NearWordings(() => {
      reads += 1
      return sentences
    })
    expect(reads).toBe(0)
    expect(late.near('Mute the belly.', 1)).toEqual(late.near('Mute the telly.', 1))
    expect(reads).toBe(1)
  })
})
