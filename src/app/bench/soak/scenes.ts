import { localTime } from '../../../core/local-time.ts'
import type { Sam } from '../../sam.ts'
import type { SoakClock } from './soak-clock.ts'
import type { SoakRoom } from './soak-room.ts'
import type { Said, SoakSounds } from './soak-sounds.ts'

export interface SoakStage {
  sam: Sam
  room: SoakRoom
  clock: SoakClock
  sounds: SoakSounds
  random: () => number
  /** Names of the reminders that were set; each must be told once. */
  reminders: string[]
  /** What happened in each request that was not done and each interruption that was not heard. */
  missed: string[]
  counts: SoakCounts
}

/** What happened so often. */
export interface SoakCounts {
  scenes: number
  /** SAM was speaking, the user spoke over it, SAM fell silent and took the words for a turn. */
  bargeIns: number
  /** It did not. */
  bargeInsUnheard: number
  commands: number
  commandsDone: number
  /** Nobody said the wake word. */
  falseWakes: number
  /** The microphone sent nothing for three seconds: on a machine that is too busy to run this, and then requests are lost. */
  stalls: number
  /** SAM was not back asleep within the longest time that anything may take. */
  stuck: number
}

export type SceneName = keyof typeof scenes

const howMany = 10
/** Less of SAM's voice than this is not spoken over: it would be over by itself before anybody could be heard. */
const leastLeftMs = 700
/** One of so many is heard and said by the real engines; for the others the script says what was said. */
const realEvery = 20

/** Each leaves SAM to itself at its end. */
export const scenes = {
  async bargeIns(stage: SoakStage) {
    const { room, random, sounds, counts } = stage
    const { output } = room
    for (let count = 0, looks = 0; count < howMany && looks < 4 * howMany; looks += 1) {
      const said = pick(sounds.interruptions, random)
      room.script = counts.bargeIns % realEvery === 0 ? undefined : said.text
      if (output.sinceMs === undefined) {
        void room.session.submitText('what is 12345 times 6789')
        if (!(await room.quietUntil(() => output.sinceMs !== undefined, 10_000))) break
      }
      await room.quiet(96 + random() * Math.min(1200, Math.max(0, output.leftMs - leastLeftMs)))
      if (output.leftMs < leastLeftMs) continue
      count += 1
      await interrupt(stage, said)
    }
    room.script = undefined
    if (random() < 0.3) room.session.stop()
  },

  async command(stage: SoakStage) {
    await request(stage, pick(stage.sounds.commands, stage.random))
  },

  async question(stage: SoakStage) {
    await request(stage, pick(stage.sounds.questions, stage.random))
  },

  /** The local model answers. */
  async hardQuestion({ room }: SoakStage) {
    void room.session.submitText('why is the sky blue')
    await room.quiet(500)
  },

  async pushToTalk(stage: SoakStage) {
    const { room, sounds, random } = stage
    await room.session.pushToTalk(true)
    await room.quiet(96)
    const said = pick(sounds.interruptions, random)
    await counted(stage, said.text, async () => {
      await room.hear(said.samples)
      await room.session.pushToTalk(false)
      await room.quietUntil(() => room.state === 'idle', 40_000)
    })
  },

  async talk(stage: SoakStage) {
    await notForSam(stage, pick(stage.sounds.talk, stage.random).samples)
  },

  async noise(stage: SoakStage) {
    await notForSam(stage, pick(stage.sounds.noises, stage.random))
  },

  async reminder({ sam, clock, random, reminders }: SoakStage) {
    const name = `thing ${reminders.length + 1}`
    reminders.push(name)
    const due = new Date(clock.wallTime().getTime() + 60_000 + random() * 1_200_000)
    sam.tools.scheduler.addReminder({ localTime: localTime(due), text: name })
  },

  /** It rings until somebody says stop. */
  async alarm(stage: SoakStage) {
    const { sam, clock, room, sounds, reminders } = stage
    const name = `alarm ${reminders.length + 1}`
    reminders.push(name)
    sam.tools.scheduler.addAlarm({ localTime: localTime(new Date(clock.wallTime().getTime() + 30_000)), name })
    await room.quietUntil(() => room.output.sinceMs !== undefined, 90_000)
    await room.quiet(1000)
    room.script = 'stop'
    if (room.output.sinceMs !== undefined) await interrupt(stage, sounds.stop)
    room.script = undefined
    // One that nobody stopped rings again after a time of the clock, while hours of sound pass.
    room.session.stop()
  },

  async unplugged({ room, sounds, random }: SoakStage) {
    const { samples } = pick(sounds.commands, random)
    await room.hear(samples.subarray(0, Math.floor(samples.length * random())))
    await room.unplug()
    await room.quiet(5000)
    room.plugIn()
  },

  /** The lid closes in the middle of a word, for hours. */
  async sleep({ room, clock, sounds, random }: SoakStage) {
    const { samples } = pick(sounds.commands, random)
    await room.hear(samples.subarray(0, Math.floor(samples.length * random())))
    room.session.hold('The Mac is asleep.')
    clock.slept((1 + 8 * random()) * 3_600_000)
    room.session.hold(undefined)
  },

  async clockSet({ clock, random }: SoakStage) {
    clock.setBy((random() - 0.5) * 2 * 36 * 3_600_000)
  },
}

export function pick<Item>(items: readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)] as Item
}

async function notForSam({ room, counts }: SoakStage, samples: Float32Array): Promise<void> {
  await room.watching(
    (event) => {
      if (event.type === 'wake-detected') counts.falseWakes += 1
    },
    () => room.hear(samples),
  )
}

/** Speaks over SAM. */
async function interrupt({ room, counts, missed }: SoakStage, { samples, text }: Said): Promise<void> {
  const { output } = room
  const cuts = output.cuts
  let heard = false
  const isTaken = () => heard && output.cuts > cuts
  const journal = await room.journalOf(
    (event) => {
      heard ||= event.type === 'transcript-final'
    },
    async () => {
      await room.hear(samples)
      await room.quietUntil(() => isTaken() && room.state !== 'hearing', 4000)
    },
  )
  if (isTaken()) counts.bargeIns += 1
  else {
    counts.bargeInsUnheard += 1
    missed.push(`"${text}" over SAM: ${journal}`)
  }
}

async function request(stage: SoakStage, { samples, text }: Said): Promise<void> {
  const { room } = stage
  await counted(stage, text, async () => {
    await room.hear(samples)
    await room.quietUntil(() => room.state === 'idle', 40_000)
  })
}

async function counted({ room, counts, missed }: SoakStage, text: string, work: () => Promise<void>): Promise<void> {
  counts.commands += 1
  let wasDone = false
  const journal = await room.journalOf((event) => {
    wasDone ||= event.type === 'turn-finished' && event.outcome === 'done'
  }, work)
  if (wasDone) counts.commandsDone += 1
  else missed.push(`"${text}": ${journal}`)
}
