import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A program that prints this, for where a Mac has ioreg. */
export function fakeIoreg(text: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-ioreg-'))
  fs.writeFileSync(path.join(folder, 'text'), text)
  const program = path.join(folder, 'ioreg')
  const script = [
    '#!/bin/sh',
    '[ "$1 $2 $3 $4 $5" = "-n Root -d 1 -a" ] || exit 1',
    `exec cat '${path.join(folder, 'text')}'`,
  ]
  fs.writeFileSync(program, `${script.join('\n')}\n`, { mode: 0o755 })
  return program
}
