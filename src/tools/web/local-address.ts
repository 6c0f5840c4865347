import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'

/** This machine and the networks at home: IANA's special-purpose registries (RFC 6890). */
const local = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  local.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  local.addSubnet(network, prefix, 'ipv6')

/**
 * Whether a name or number of a host leads to this machine or its own network. A name that leads nowhere is not local.
 * @param hostname as in a URL; IPv6 in brackets
 */
export async function isLocalHost(hostname: string): Promise<boolean> {
  const name = hostname.replace(/^\[|\]$/g, '')
  const addresses =
    isIP(name) > 0 ? [name] : (await lookup(name, { all: true }).catch(() => [])).map((to) => to.address)
  return addresses.some((address) => local.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'))
}
