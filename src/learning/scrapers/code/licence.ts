/** A text that is this licence: what stands in it, and how long it may be with names and years. */
interface KnownLicence {
  spdx: string
  holds: readonly RegExp[]
  lacks?: RegExp
  mostWords: number
}

const mitGrant = /permission is hereby granted, free of charge, to any person obtaining a copy/
const asIs = /the software is provided "?as is"?/
const bsd = /redistribution and use in source and binary forms, with or without modification, are permitted/
const bsdDisclaimer = /this (?:software )?is provided by .{0,200}"?as is"?/
const endorse = /(?:neither the names? of .{0,300}nor the names of|the names? of .{0,200}may not be used to) /

const known: readonly KnownLicence[] = [
  { spdx: 'MIT', holds: [mitGrant, /the above copyright notice and this permission notice/, asIs], mostWords: 260 },
  { spdx: 'MIT-0', holds: [mitGrant, asIs], lacks: /the above copyright notice/, mostWords: 200 },
  { spdx: 'BSD-3-Clause', holds: [bsd, bsdDisclaimer, endorse], lacks: /advertising/, mostWords: 330 },
  { spdx: 'BSD-2-Clause', holds: [bsd, bsdDisclaimer], lacks: /advertising|endorse/, mostWords: 280 },
  {
    spdx: '0BSD',
    holds: [/permission to use, copy, modify, and\/or distribute this software for any purpose/],
    lacks: /provided that/,
    mostWords: 170,
  },
  {
    spdx: 'ISC',
    holds: [
      /permission to use, copy, modify, and(?:\/or)? distribute this software for any purpose/,
      /provided that the above copyright notice/,
    ],
    mostWords: 180,
  },
  {
    spdx: 'Apache-2.0',
    holds: [
      /apache license,? version 2\.0, january 2004/,
      /grant of patent license/,
      /submission of contributions/,
      /limitation of liability/,
    ],
    lacks: /any person obtaining a copy|redistribution and use in source/,
    mostWords: 1750,
  },
  {
    spdx: 'Unlicense',
    holds: [
      /this is free and unencumbered software released into the public domain/,
      /anyone is free to copy, modify, publish/,
    ],
    mostWords: 280,
  },
  { spdx: 'CC0-1.0', holds: [/cc0 1\.0 universal/, /waive(?:r|s)?/], mostWords: 1300 },
  {
    spdx: 'BlueOak-1.0.0',
    holds: [/blue oak model license/, /each contributor licenses you to do everything with this software/],
    mostWords: 400,
  },
  {
    spdx: 'Zlib',
    holds: [/in no event will the authors be held liable/, /altered source versions must be plainly marked/],
    mostWords: 200,
  },
  {
    spdx: 'BSL-1.0',
    holds: [/boost software license - version 1\.0/, /permission is hereby granted, free of charge/],
    mostWords: 280,
  },
]
/** Whatever else a text grants, these words take back what is needed here, or it is another licence. */
const takenBack =
  /commons clause|(?<!commercial or )non-?commercial|not for commercial|gnu (?:affero |lesser |library )?general public|mozilla public|server side public|business source|machine learning|artificial intelligence|\bai training\b|train(?:ing)? (?:of )?(?:any |an )?(?:ai|models?)|no derivative|ethical|hippocratic|source-available/

/** Licences that allow use, change and passing on for naming the author, or for nothing. */
const permissive = new Set([
  ...known.map(({ spdx }) => spdx),
  'PostgreSQL',
  'NCSA',
  'X11',
  'WTFPL',
  'Python-2.0',
  'UPL-1.0',
  'curl',
])

/** The permissive licence that a licence file is; undefined where it is another, or has been added to. */
export function licenceOfText(text: string): string | undefined {
  if (text.length > 40_000) return undefined
  const plain = text
    .toLowerCase()
    .replace(/[“”‘’']/g, '"')
    .replace(/["]{1,2}as is["]{1,2}/g, '"as is"')
    .replace(/^[ \t]*(?:\/\/|#|\*)+ ?/gm, '')
    .replace(/\s+/g, ' ')
  const words = plain.split(' ').length
  if (takenBack.test(plain)) return undefined
  const spdx = /^\s*spdx-license-identifier:\s*(\S.{0,80})$/im.exec(text)?.[1]
  if (spdx !== undefined && words < 40) return isPermissive(spdx) ? spdx.trim() : undefined
  return known.find(({ holds, lacks, mostWords }) => {
    return words <= mostWords && holds.every((shape) => shape.test(plain)) && lacks?.test(plain) !== true
  })?.spdx
}

/** Whether an SPDX expression leaves a way that is permissive all through: of `OR` one side, of `AND` both. */
export function isPermissive(expression: string): boolean {
  const plain = expression.replace(/\s+/g, ' ').trim()
  if (plain.length > 200 || plain === '') return false
  // Only flat expressions; one in brackets is decided by a person.
  if (/[()]/.test(plain.replace(/^\(([^()]*)\)$/, '$1'))) return false
  return plain
    .replace(/^\(([^()]*)\)$/, '$1')
    .split(/ OR /i)
    .some((side) => side.split(/ AND /i).every((name) => permissive.has(name.trim())))
}

/** What a file's own first lines say: a licence of its own that is not permissive, or `undefined` where they say nothing against it. */
export function forbidsInHead(text: string): boolean {
  const head = text.slice(0, 3000)
  const spdx = /SPDX-License-Identifier:\s*([^\n*]{1,100})/.exec(head)?.[1]
  if (spdx !== undefined) return !isPermissive(spdx.replace(/(?:-->|\*\/|#\}).*$/, ''))
  return /general public licen[sc]e|all rights reserved(?![\s\S]{0,600}(?:permission is|redistribution and use|licensed under|governed by|MIT|Apache))|proprietary|confidential/i.test(
    head,
  )
}

/** Names of files that hold a licence for the folder they stand in. */
export const licenceFile =
  /^(?:licen[sc]e|copying|unlicense)(?:[-.](?:mit|apache|apache-2\.0|bsd|isc|zlib|boost|txt|md|rst|0bsd|cc0))*$/i
