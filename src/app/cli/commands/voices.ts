import { defineGroup } from '../command.ts'
import { add } from './voices/add.ts'
import { list } from './voices/list.ts'
import { remove } from './voices/remove.ts'
import { render } from './voices/render.ts'
import { search } from './voices/search.ts'
import { use } from './voices/use.ts'

export const command = defineGroup({
  name: 'voices',
  summary: 'voices of your own: list, add, use, remove',
  subcommands: [list, add, use, remove, render, search],
})
