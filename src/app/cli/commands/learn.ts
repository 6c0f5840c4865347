import { defineGroup } from '../command.ts'
import { build } from './learn/build.ts'
import { status } from './learn/status.ts'

export const command = defineGroup({
  name: 'learn',
  summary: 'what SAM learns from: status, build',
  subcommands: [status, build],
})
