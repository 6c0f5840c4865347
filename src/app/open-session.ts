import { answersAnnouncement } from '../agent/answer-to-announcement.ts'
import type { RoutedRequest, Router } from '../agent/ports.ts'
import { judgeTurnEnd } from '../agent/turn-end.ts'
import { EchoCanceller } from '../audio/echo/echo-canceller.ts'
import type { CommandRecognizer, SpeechRecognizer } from '../audio/ports.ts'
import { defaultTurnTaking } from '../audio/turn-taking.ts'
import type { Clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import { readConsent } from '../tools/consent.ts'
import type { Tools } from '../tools/create-tools.ts'
import type { SpeechOutput } from '../tts/ports.ts'
import { createSentenceSplitter } from '../tts/sentences.ts'
import { Speaker } from '../tts/speaker.ts'
import type { EventHub } from './event-hub.ts'
import type { Turns } from './memory/record-turns.ts'
import { Session } from './session/session.ts'
import { takeBack } from './session/take-back.ts'
import { heardOutput } from './speech/heard-output.ts'
import type { SpeechWorker } from './speech-worker/speech-worker.ts'
import type { HeardSound } from './wake/heard-sound.ts'

export interface SessionChoices {
  /** Where SAM's voice goes; without it SAM answers in text only. */
  output?: SpeechOutput
  pace: 'live' | 'file'
  /** False: every utterance is for SAM. */
  wakeRequired: boolean
  /** The microphone does not hear SAM, so speech during a reply is the user's. */
  echoFree: boolean
  dryRun?: boolean
  approveConfirm?: boolean
}

/** What of SAM a session is made of. */
export interface SessionSource {
  readonly config: Config
  readonly clock: Clock
  readonly hub: EventHub
  readonly router: Router
  readonly tools: Pick<Tools, 'runner' | 'registry'>
  createTurns(): Turns
  speech(): Pick<SpeechWorker, 'ear' | 'recognizer'>
  /** Hears along where a microphone is heard. */
  readonly heard: Pick<HeardSound, 'watch'>
  hearCommands(recognizer: CommandRecognizer, route: (text: string) => RoutedRequest): SpeechRecognizer
  voice(): Pick<SpeechWorker, 'synthesizer'>
}

/** Continuous speech over SAM's own that takes its turn away. */
const bargeInMs = 350

/** SAM's voice into this output; what cannot be spoken is told as a notice. */
export function createSpeaker(
  { hub, clock, voice }: Pick<SessionSource, 'hub' | 'clock' | 'voice'>,
  output: SpeechOutput,
): Speaker {
  return new Speaker({
    // Asked anew each time: the user may choose another voice meanwhile.
    synthesizer: { synthesize: (sentence, options) => voice().synthesizer.synthesize(sentence, options) },
    output,
    createSplitter: createSentenceSplitter,
    clock,
    emit: hub.emit,
    onTrouble: (error) => hub.emit({ type: 'notice', ...error.toJSON() }),
  })
}

/** A session with a conversation of its own, wired to SAM's parts. */
export function openSession(sam: SessionSource, choices: SessionChoices): Session {
  const { config, clock, hub } = sam
  const worker = sam.speech()
  const turns = sam.createTurns()
  const { output, wakeRequired, echoFree, ...flags } = choices
  // A page's echo canceller may be missing or fail: with a live microphone SAM's first two seconds are taken for its echo.
  const echo = new EchoCanceller(flags.pace === 'live' || !echoFree)
  const voice =
    output === undefined
      ? {}
      : {
          speaker: createSpeaker(
            sam,
            heardOutput(output, echo, () => session),
          ),
          echo,
        }
  const route = (text: string, without?: string) =>
    sam.router.route(text, turns.conversation.context(clock.wallTime(), without))
  const session: Session = new Session({
    ear: flags.pace === 'live' ? sam.heard.watch(worker.ear) : worker.ear,
    recognizer: sam.hearCommands(worker.recognizer, route),
    ...voice,
    runTurn: (request, hooks) => turns.run(request, hooks),
    readConsent: (text, prompt, how) => readConsent({ text, prompt, ...how }),
    answersAnnouncement: (text) => answersAnnouncement(route(text)),
    understand: route,
    takeBack: takeBack(sam.tools.runner, turns.conversation),
    onlyShows: (tool) => sam.tools.registry.get(tool)?.onlyShows === true,
    judgeTurnEnd: (text, more) => judgeTurnEnd(text, route, more),
    onReplyCut: (turnId, heardText) => turns.conversation.truncateReply(turnId, heardText),
    emit: hub.emit,
    clock,
    turnTaking: {
      ...defaultTurnTaking,
      wakeRequired,
      endpointMs: config.hearing.endpointMs,
      maximumTurnMs: config.hearing.maximumTurnMs,
      bargeInMs,
    },
    followUpMs: config.hearing.followUpMs,
    ...flags,
  })
  return session
}
