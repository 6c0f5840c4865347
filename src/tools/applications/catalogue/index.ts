import { appleApplications } from './apple.ts'
import { creativeApplications } from './creative.ts'
import { developmentApplications } from './development.ts'
import type { CatalogueEntry } from './entry.ts'
import { internetApplications } from './internet.ts'
import { officeApplications } from './office.ts'
import { utilityApplications } from './utilities.ts'

/** Applications that Mac owners commonly have, so that their names are understood before anything was looked up. */
export const catalogue: readonly CatalogueEntry[] = [
  ...appleApplications,
  ...internetApplications,
  ...developmentApplications,
  ...creativeApplications,
  ...officeApplications,
  ...utilityApplications,
]
