import { projectRoot, samModels } from '../../src/core/paths.ts'
import { createModelStore } from '../../src/models/store.ts'

/** The models of this machine; `npm test` fetches the starter set and the speaker encoder before this layer. Nothing is downloaded from here. */
export const installedModels = createModelStore({ root: samModels(), projectRoot, environment: {}, offline: true })
