import { readFileSync } from 'node:fs'

// This file stays this small because every call of `sam` pays for it: everything else is loaded by need.
const [first, ...rest] = process.argv.slice(2)
if ((first === '--version' || first === '-V') && rest.every((argument) => argument === '--json')) {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  process.stdout.write(`${rest.length === 0 ? version : JSON.stringify({ type: 'version', version })}\n`)
} else {
  const { runProcess } = await import('./process.ts')
  await runProcess()
}
