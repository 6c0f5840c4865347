import fs from 'node:fs'
import { torchArchive } from './stand-in-voice/torch-archive.ts'
import { standInCheckpoint, usualStandIn } from './stand-in-voice/weights.ts'

// scripts/launch scripts/stand-in-voice.ts FILE.pth writes a small voice of nobody, to try out what voices do.
const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('scripts/launch scripts/stand-in-voice.ts FILE.pth')
fs.writeFileSync(file, torchArchive(standInCheckpoint(usualStandIn)))
