import { runNight } from '../../../../src/learning/proof/night.ts'
import { type Cut, nightParts } from './night-fixture.ts'

// A night in a process of its own, to be killed in the stage that is named.
const [home = '', cut] = process.argv.slice(2)
const { parts } = nightParts(home, { learns: true, forgets: 0 }, cut as Cut)
await runNight(parts, { signal: new AbortController().signal })
