import { defineGroup } from '../command.ts'
import { add } from './voices/add.ts'
import { convert } from './voices/convert.ts'
import { list } from './voices/list.ts'
import { remove } from './voices/remove.ts'
import { render } from './voices/render.ts'
import { search } from './voices/search.ts'
import { use } from './voices/use.ts'

export const command = defineGroup({
  name: 'voices',
  summary: 'voices of your own: list, add, use, remove, convert',
  subcommands: [list, add, use, remove, convert, render, search],
})
