import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const digest = z.string().regex(/^[0-9a-f]{64}$/)

const markerSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  revision: z.number().int(),
  installedAt: z.string(),
  /** Final files by relative path; a folder has the sum of its files and `treeDigest`. */
  files: z.record(
    z.string(),
    z.object({ kind: z.enum(['file', 'folder']), bytes: z.number().int().nonnegative(), sha256: digest }),
  ),
  /** Where each downloaded file came from, and its checksum. */
  origins: z.record(z.string(), z.object({ source: z.string(), sha256: digest })),
})

/** What `installed.json` in a model's folder says; its presence means that the model is complete. */
export type Marker = z.infer<typeof markerSchema>

const markerName = 'installed.json'

/** The marker of an installed model, or undefined where there is none or it is damaged. */
export function readMarker(folder: string): Marker | undefined {
  try {
    return markerSchema.parse(JSON.parse(fs.readFileSync(path.join(folder, markerName), 'utf8')))
  } catch {
    return undefined
  }
}

export function writeMarker(folder: string, marker: Marker): void {
  fs.writeFileSync(path.join(folder, markerName), `${JSON.stringify(marker, null, 2)}\n`)
}

/** Makes a model count as damaged until it is fetched again. */
export function removeMarker(folder: string): void {
  fs.rmSync(path.join(folder, markerName), { force: true })
}
