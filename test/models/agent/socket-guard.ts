/**
 * Loaded before SAM (`--import`): every way out of the process is noted in the file SAM_SOCKET_LOG, and fails.
 */
import dgram from 'node:dgram'
import dns from 'node:dns'
import fs from 'node:fs'
import net from 'node:net'

const file = process.env['SAM_SOCKET_LOG'] ?? ''

function forbid(what: string): never {
  fs.appendFileSync(file, `${what}\n`)
  throw new Error(`forbidden by the test: ${what}`)
}
const forbidden = (what: string) => () => forbid(what)

// http, https, tls and fetch all end here.
net.Socket.prototype.connect = forbidden('connect') as never
net.Server.prototype.listen = forbidden('listen') as never
dgram.Socket.prototype.send = forbidden('datagram') as never
dgram.Socket.prototype.bind = forbidden('datagram') as never
dgram.Socket.prototype.connect = forbidden('datagram') as never
for (const resolver of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype] as object[]) {
  for (const name of Object.getOwnPropertyNames(resolver)) {
    if (/^(?:lookup|resolve|reverse)/.test(name)) Reflect.set(resolver, name, forbidden(`dns ${name}`))
  }
}
globalThis.fetch = async (address) => forbid(`fetch ${String(address)}`)
fs.appendFileSync(file, '')
