import { describe, expect, it } from 'vitest'
import { NearNames, soundAlike } from '../../../src/audio/whisper/near-names.ts'

const names = new NearNames(
  {
    person: ['Stella Novak', 'Marta', 'Bo'],
    device: ['Ecobee', 'Nanoleaf'],
    app: ['Photos'],
    street: ['Nowak Street'],
  },
  { person: 'Call {name}.', device: 'Turn on the {name}.', app: 'Open {name}.' },
)

const near = (text: string, most: number) => names.near(text, most).map(({ example }) => example)

describe('names near in sound', () => {
  it('are found in whatever spelling a recogniser made of them', () => {
    expect(near("What's the temperature of the Echo B?", 1)).toEqual(['Turn on the Ecobee.'])
    expect(near('Call Stelan no back.', 1)).toEqual(['Call Stella Novak.'])
    expect(near('Turn off the nano leave', 1)).toEqual(['Turn on the Nanoleaf.'])
    expect(near('open fotos', 1)).toEqual(['Open Photos.'])
  })

  it('come nearest last, and no more than are wanted', () => {
    const both = near('Call Stelan no back or Martha in Paris.', 2)
    expect(both).toHaveLength(2)
    expect(both.at(-1)).toBe('Call Marta.')
  })

  it('are none where nothing sounds alike, where the name is written already, or in no words at all', () => {
    expect(near('We were early.', 3)).toEqual([])
    expect(near('Call Marta.', 3)).toEqual([])
    expect(near('...', 3)).toEqual([])
  })

  it('stand in the sentence as they are written, whatever signs are in them', () => {
    const signs = new NearNames({ app: ['Budget $$'] }, { app: 'Open {name}.' })
    expect(signs.near('open the budged', 1)).toMatchObject([{ example: 'Open Budget $$.' }])
  })

  it('are no names too short to tell, nor of a kind that nobody says', () => {
    expect(near('call bow on nowak street', 3)).not.toContain('Call Bo.')
    expect(near('go to Novac Street', 9).filter((one) => one.includes('Street'))).toEqual([])
  })
})

describe('what sounds alike', () => {
  it('is what one sound may be written as, and no sentence with other words', () => {
    expect(soundAlike('And my free on Thursday?', 'Am I free on Thursday?')).toBe(true)
    expect(soundAlike("Can't you win with Margarind on Saturday at date?", "Can you read me what's on Saturday?")).toBe(
      false,
    )
  })
})
