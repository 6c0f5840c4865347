import { defineGroup } from '../command.ts'
import { build } from './learn/build.ts'
import { evaluate } from './learn/evaluate.ts'
import { night } from './learn/night.ts'
import { prepare } from './learn/prepare.ts'
import { promote } from './learn/promote.ts'
import { review } from './learn/review.ts'
import { rollback } from './learn/rollback.ts'
import { sessions } from './learn/sessions.ts'
import { status } from './learn/status.ts'
import { train } from './learn/train.ts'

export const command = defineGroup({
  name: 'learn',
  summary: 'what SAM learns from: status, review, sessions, prepare, build, train, evaluate, promote, rollback, night',
  subcommands: [status, review, sessions, prepare, build, train, evaluate, promote, rollback, night],
})
