import { isPermissive, licenceFile, licenceOfText } from '../code/licence.ts'
import type { Repository, RepositoryFile } from './repository.ts'

const mostLicenceBytes = 100_000
const mostLicenceFiles = 20

/**
 * The licence of a repository as an SPDX name; undefined where it is not surely permissive. Every licence file at the top must be
 * permissive; without one, the manifests of the package managers must say so in SPDX.
 */
export async function licenceOf(repository: Repository, files: readonly RepositoryFile[]): Promise<string | undefined> {
  const top = files.filter(({ path }) => /^(?:[^/]+|LICENSES\/[^/]+)$/.test(path))
  const licences = top.filter(({ path, bytes }) => {
    const name = path.split('/').pop() ?? ''
    return (licenceFile.test(name) || path.startsWith('LICENSES/')) && bytes <= mostLicenceBytes
  })
  if (licences.length > mostLicenceFiles) return undefined
  if (licences.length > 0) {
    const texts = await repository.contents(licences.map(({ object }) => object))
    const names = texts.map((text) => licenceOfText(text.toString('utf8')))
    if (names.some((name) => name === undefined)) return undefined
    return [...new Set(names)].join(' AND ')
  }
  // A file that is not understood as a licence may still be one.
  if (top.some(({ path }) => /licen[sc]e|copying/i.test(path))) return undefined
  const manifests = top.filter(
    ({ path, bytes }) => /^(?:package\.json|Cargo\.toml|pyproject\.toml|composer\.json)$/.test(path) && bytes < 200_000,
  )
  const said = (await repository.contents(manifests.map(({ object }) => object))).flatMap((text) => {
    return (
      /^\s*"?license"?\s*[:=]\s*(?:\{\s*text\s*=\s*)?["']([^"']{2,100})["']/m.exec(text.toString('utf8'))?.[1] ?? []
    )
  })
  return said.length > 0 && said.every(isPermissive) ? [...new Set(said)].join(' AND ') : undefined
}
