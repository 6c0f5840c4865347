import { defineGroup } from '../command.ts'
import { add } from './memory/add.ts'
import { search } from './memory/search.ts'

export const command = defineGroup({
  name: 'memory',
  summary: 'what SAM remembers: add, search, list, forget, export, stats',
  subcommands: [add, search],
})
