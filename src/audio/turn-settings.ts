export interface TurnTakingSettings {
  /** A turn needs the wake word (or push-to-talk, or an open window). */
  wakeRequired: boolean
  /** Silence that ends a turn about whose words nothing is known. */
  endpointMs: number
  /** Silence that ends a complete command; the recogniser's text must be there, too. */
  completeEndpointMs: number
  /** Silence that ends a turn whose words mostly go on. */
  unfinishedEndpointMs: number
  /** Silence that ends a turn whose words ask for more: "remind me to". */
  openEndpointMs: number
  /** How long a spoken "hold on" keeps the turn. */
  holdMs: number
  /** Silence that ends the answer to a question of consent: "okay ... wait, don't" must be heard to its end. */
  answerEndpointMs: number
  /** Silence after which the end is guessed and the text is prepared; shorter than `endpointMs`. */
  speculationMs: number
  /** A turn is committed at this length even if speech goes on. */
  maximumTurnMs: number
  /** How long the wake word alone keeps SAM waiting for speech. */
  attentionMs: number
  /** Sound kept from before speech was noticed. */
  preRollMs: number
  /** Longest a wake phrase takes to say: where a turn starts when talk went on before it. */
  wakePhraseMs: number
  /** Continuous speech that interrupts SAM; undefined where its own voice may be in the microphone. */
  bargeInMs?: number
}

export const defaultTurnTaking: TurnTakingSettings = {
  wakeRequired: true,
  endpointMs: 350,
  completeEndpointMs: 128,
  unfinishedEndpointMs: 820,
  openEndpointMs: 1100,
  holdMs: 8000,
  answerEndpointMs: 1000,
  speculationMs: 64,
  maximumTurnMs: 20_000,
  attentionMs: 6000,
  preRollMs: 300,
  wakePhraseMs: 1600,
}
