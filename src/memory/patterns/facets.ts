import type { Category } from '../categories/category.ts'
import { codingFacets } from './facets/coding.ts'
import { everyFacets } from './facets/every.ts'
import type { Facet } from './facets/facet.ts'
import { generalFacets } from './facets/general.ts'
import { coachingFacets, planningFacets } from './facets/life.ts'
import { roleplayFacets } from './facets/roleplay.ts'

/** What is looked for in the conversations of each category. */
export const facetsOf: Record<Category, readonly Facet[]> = {
  coding: [...everyFacets, ...codingFacets],
  roleplay: [...everyFacets, ...roleplayFacets],
  planning: [...everyFacets, ...planningFacets],
  coaching: [...everyFacets, ...coachingFacets],
  general: [...everyFacets, ...generalFacets],
}
