import fs from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../../../src/core/paths.ts'

/** The licence that comes with a package SAM is made of. */
const ofPackage = (name: string, file = 'LICENSE') =>
  fs.readFileSync(path.join(projectRoot, 'node_modules', name, file), 'utf8')

const mit = fs.readFileSync(path.join(projectRoot, 'LICENSE'), 'utf8')
const apache = ofPackage('typescript')
const bsd3 = ofPackage('source-map-js')

function changed(text: string, from: RegExp, to: string): string {
  if (!from.test(text)) throw new Error(`${from} does not stand in the text`)
  return text.replace(from, to)
}

export const licences = {
  permissive: {
    MIT: mit,
    'Apache-2.0': apache,
    'BSD-3-Clause': bsd3,
    'BSD-2-Clause': ofPackage('menubar'),
    ISC: ofPackage('signal-exit', 'LICENSE.txt'),
    Unlicense: ofPackage('fast-sha256'),
    'BlueOak-1.0.0': ofPackage('tar', 'LICENSE.md'),
  } as Record<string, string>,
  others: {
    'GPL-3.0': `GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n\n${'Everyone is permitted to copy and distribute verbatim copies of this license document. '.repeat(20)}`,
    'MIT with the Commons Clause': `"Commons Clause" License Condition v1.0\n\nThe Software is provided to you under the License with the following condition.\n\n${mit}`,
    'MIT for non-commercial use': changed(
      mit,
      /to deal\s+in the Software/,
      'to deal in the Software for non-commercial purposes',
    ),
    'MIT but not for training': `${mit}\nThe Software may not be used for machine learning.`,
    'MIT with more conditions': `${mit}\n${'You also agree to the following condition about its use. '.repeat(20)}`,
    'MIT and Apache in one file': `${mit}\n${apache}`,
    'half of MIT': mit.slice(0, 600),
    'the old BSD licence': changed(
      bsd3,
      /neither the name/i,
      'All advertising materials mentioning features must display an acknowledgement.\n* Neither the name',
    ),
    'all rights reserved': 'Copyright (c) 2020 Somebody. All rights reserved.',
    'a joke': 'Do what you want, but be nice.',
    nothing: '',
  } as Record<string, string>,
}
