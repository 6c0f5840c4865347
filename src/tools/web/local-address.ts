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

/** Whether an address leads to this machine or its own network. */
export function isLocalAddress(address: string): boolean {
  return local.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** The address that a host of a URL is, IPv6 in brackets; undefined for a name. */
export function addressOf(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return isIP(bare) > 0 ? bare : undefined
}

/** Names that no public server has (RFC 6761, 6762, 8375), and names without a dot. */
const homeName = /^[^.]+$|\.(?:localhost|local|lan|home|internal|intranet|home\.arpa|test)$/i

/** Whether somebody who writes this host into the settings means this machine or the network at home. */
export function isMeantLocal(hostname: string): boolean {
  const address = addressOf(hostname)
  return address === undefined ? homeName.test(hostname.replace(/\.$/, '')) : isLocalAddress(address)
}
