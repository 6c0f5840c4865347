import { SamError } from '../../core/errors.ts'
import { capital } from '../spoken/capital.ts'
import { isMoney, type SpokenUnit, unitNamed } from './unit-names.ts'

export interface Conversion {
  value: number
  from: SpokenUnit
  to: SpokenUnit
}

/** Errors: `unit-unknown`, `units-unlike`, `currency-unknown`. */
export async function convert(value: number, from: string, to: string): Promise<Conversion> {
  const source = known(from)
  const target = known(to)
  const { unit } = await import('mathjs')
  try {
    const converted = unit(value * source.factor, source.unit).toNumber(target.unit) / target.factor
    return { value: converted, from: source, to: target }
  } catch (cause) {
    const [one, other] = [source.many, target.many]
    throw new SamError(
      'units-unlike',
      `${capital(one)} cannot be turned into ${other}: they measure different things.`,
      {
        cause,
      },
    )
  }
}

function known(name: string): SpokenUnit {
  const found = unitNamed(name)
  if (found !== undefined) return found
  if (isMoney(name)) throw new SamError('currency-unknown', 'I have no exchange rates, so I cannot convert money.')
  throw new SamError('unit-unknown', `I do not know the unit ${name}.`)
}
