import { defineGroup } from '../command.ts'
import { add } from './memory/add.ts'
import { categorise } from './memory/categorise.ts'
import { effect } from './memory/effect.ts'
import { exportAll } from './memory/export.ts'
import { forget } from './memory/forget.ts'
import { list } from './memory/list.ts'
import { patterns } from './memory/patterns.ts'
import { search } from './memory/search.ts'
import { stats } from './memory/stats.ts'

export const command = defineGroup({
  name: 'memory',
  summary: 'what SAM remembers: add, search, list, forget, export, stats, patterns, effect, categorise',
  subcommands: [add, search, list, forget, exportAll, stats, patterns, effect, categorise],
})
