import { defineGroup } from '../command.ts'
import { build } from './learn/build.ts'
import { prepare } from './learn/prepare.ts'
import { review } from './learn/review.ts'
import { sessions } from './learn/sessions.ts'
import { status } from './learn/status.ts'
import { train } from './learn/train.ts'

export const command = defineGroup({
  name: 'learn',
  summary: 'what SAM learns from: status, review, sessions, prepare, build, train',
  subcommands: [status, review, sessions, prepare, build, train],
})
