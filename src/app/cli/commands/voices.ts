import { defineGroup } from '../command.ts'
import { search } from './voices/search.ts'

export const command = defineGroup({
  name: 'voices',
  summary: 'voices of your own: search',
  subcommands: [search],
})
