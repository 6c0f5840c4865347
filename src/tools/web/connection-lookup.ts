import { lookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { SamError } from '../../core/errors.ts'
import { isLocalAddress } from './local-address.ts'

export interface ResolvedAddress {
  address: string
  family: number
}

/** Finds the addresses of a name. */
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>

export const resolveBySystem: Resolve = (hostname) => lookup(hostname, { all: true })

/**
 * Looks a name up for a connection, which then goes to that very address: what was checked cannot change between the check
 * and the connection (DNS rebinding).
 * @param mayBeLocal otherwise a name that leads into the user's own network is refused
 */
export function connectionLookup(resolve: Resolve, mayBeLocal: boolean): LookupFunction {
  return (hostname, options, answer) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses
        if (first === undefined) return answer(new Error(`${hostname} has no address`), '')
        if (!mayBeLocal && addresses.some(({ address }) => isLocalAddress(address)))
          return answer(intoOwnNetwork(hostname), '')
        if (options.all === true) answer(null, addresses)
        else answer(null, first.address, first.family)
      },
      (thrown: unknown) => answer(thrown instanceof Error ? thrown : new Error(String(thrown)), ''),
    )
  }
}

export function intoOwnNetwork(host: string): SamError {
  return new SamError('web-refused', `${host} points into your own network, where I do not follow.`, {
    remedy: 'If that is meant, write the number of the machine into the settings instead of its name.',
  })
}
