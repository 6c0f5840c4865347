import type { Tier } from '../core/events.ts'
import type { Category } from './categories/category.ts'

export { type Category, categories } from './categories/category.ts'
export { type ExampleSource, exampleSources, type TrainingMessage } from './imports/formats/training.ts'
export type { DescribedExample, TrainingStore } from './imports/store/training-store.ts'
export type { ExampleCard, ExampleFilter, ExampleRating, ExampleReview } from './learning/example-review.ts'
export type { Night, NightOutcome, NightStage, NightStore, NightSuite } from './learning/night-store.ts'
export type { Preference, PreferenceStore, StoredPreference } from './learning/preferences.ts'
export type { SessionLogs, SessionPlace } from './learning/session-logs.ts'
export type { StoredOutcome, TurnFeedback, TurnOutcome, TurnOutcomes } from './learning/turn-outcomes.ts'
export type { TurnTrouble } from './learning/turn-trouble.ts'
export type { VariationLog } from './learning/variation-log.ts'
export type { HostBook, HostRules } from './scraping/host-book.ts'
export type {
  ExtractedBatch,
  FetchedContent,
  FoundDocument,
  ScrapeCounts,
  ScrapeDocument,
  ScrapeQueue,
} from './scraping/scrape-queue.ts'
export type { ExampleKey, StoredExample, TrainingReader } from './training-reader.ts'

/** What the policy made of a call: run, refused for want of a yes, forbidden by a rule, or never understood. */
export type AuditDecision = 'allowed' | 'refused' | 'denied' | 'invalid'

/** One thing SAM did, or was asked to do and did not. */
export interface ActionEntry {
  at: Date
  turnId: string
  callId: string
  /** Where the words came from: voice, text, command-line, schedule. */
  origin: string
  /** Content from outside (mail, pages, files, clipboard) was in the turn. */
  tainted: boolean
  tool: string
  /** The tier that applied, after taint; absent for an unknown tool. */
  tier?: Tier
  /** The arguments; the store redacts secrets before it writes them. */
  input: unknown
  /** The sentence that described the action to the user. */
  summary: string
  decision: AuditDecision
  /** Who decided: `policy`, `grant 3`, `--approve`, `voice`, `panel`, `nobody`... */
  by: string
  durationMs: number
  /** `ok` or the code of the failure. */
  result: string
  /** What the tool's undo needs; its presence makes the action undoable. */
  receipt?: unknown
  /** Row id of the action that this one took back. */
  undoes?: number
}

/** Bytes that left the machine, or were about to. */
export interface EgressEntry {
  at: Date
  turnId?: string
  /** Host the bytes went to. */
  destination: string
  /** What for, one short phrase. */
  purpose: string
  bytes: number
  decision: AuditDecision
  by: string
  /** Exactly what left, kept for a while for the user to look at. */
  content?: SentContent
}

/** One request as it was sent. */
export interface SentContent {
  method: string
  address: string
  /** The store takes out what is a key. */
  headers: readonly (readonly [name: string, value: string])[]
  /** Empty where there was none. */
  body: string
}

/** What left, with when, and the row that tells of it. */
export type SentRecord = SentContent & { egressId: number; at: Date }

export type ActionRow = { type: 'action'; id: number } & ActionEntry
export type EgressRow = { type: 'egress'; id: number } & Omit<EgressEntry, 'content'>
export type AuditRow = ActionRow | EgressRow

/** The record of everything done and sent. Append-only: the database itself refuses changes. Errors: `database-*`. */
/** Ids of the newest rows that somebody has seen; 0 for none. */
export interface AuditRows {
  action: number
  egress: number
}

export interface AuditLog {
  /** Returns the row id. */
  appendAction(entry: ActionEntry): number
  appendEgress(entry: EgressEntry): number
  /** Oldest first; with `limit`, the newest that many; `after` these rows only those that were written later. */
  list(query?: { since?: Date; limit?: number; after?: AuditRows }): AuditRow[]
  /** How many actions were cleared, since their words were forgotten: the only change that a row can see. */
  cleared(): number
  /** The newest action since then, or of that turn only, that succeeded, has a receipt and was not taken back yet. */
  lastUndoable(since: Date, turnId?: string): ActionRow | undefined
}

/**
 * The exact bytes of the last requests that left: at most 200 of them, of 30 days, and of 32 MB in all. Written with their row by
 * `AuditLog.appendEgress`; forgetting reaches them. Errors: `database-*`.
 */
export interface SentStore {
  /** Of one row, or of one turn, the oldest first; those that are too old go. */
  read(of: { egressId: number } | { turnId: string }, now: Date): SentRecord[]
  /** Rows whose bytes are still kept. */
  kept(now: Date): Set<number>
  /**
   * The bytes of this row go, or all, also out of the database's files; that something was sent stays in the audit log. Answers how
   * many went. Error besides: `forget-journal-busy`.
   */
  forget(egressId?: number): number
}

export type TimerKind = 'timer' | 'alarm' | 'reminder'
export type TimerState = 'waiting' | 'ringing' | 'rung' | 'missed' | 'cancelled'

export interface NewTimer {
  kind: TimerKind
  name?: string
  createdAt: Date
  /** Length of a timer; absent for an alarm. */
  durationMs?: number
  /** The moment it rings by the wall clock as it stood when it was set. */
  deadline: Date
  /** The same moment of a timer on the clock that runs since this start of the machine, which nobody can set. */
  elapsed?: { bootId: string; deadlineMs: number }
  /** Local wall time of an alarm or reminder (`2025-11-22T07:30`): it moves with the time zone. */
  localTime?: string
  /** It repeats on these days of the week, 0 is Sunday; `localTime` is then the next time. */
  weekdays?: readonly number[]
  /** The reminder that is spoken: its identifier where it is kept. */
  reminderId?: string
}

/** `claimedAt`: when it was taken for ringing; of a repeating one, the last time. */
export type StoredTimer = { id: number; state: TimerState; claimedAt?: Date } & NewTimer

/** Timers, alarms and reminders on disk, shared by every process of this user. Errors: `database-*`. */
export interface TimerStore {
  add(timer: NewTimer): StoredTimer
  /** Those still to ring, soonest first. */
  waiting(): StoredTimer[]
  get(id: number): StoredTimer | undefined
  /** False when it already rang or was cancelled. */
  cancel(id: number): boolean
  /** Takes a cancellation back, of a repeating one with its next time; false when it was not cancelled. */
  restore(id: number, next?: string): boolean
  /** Takes a waiting timer for ringing; true for exactly one caller of all processes. */
  claim(id: number, at: Date): boolean
  /**
   * Takes one time of a repeating timer for ringing, as a row of its own, and moves the repeating one to its next time, in
   * one step. Undefined for all callers but one.
   */
  claimOnce(series: StoredTimer, next: string, at: Date): StoredTimer | undefined
  /** Those that speak this reminder, also the cancelled ones. */
  ofReminder(reminderId: string): StoredTimer[]
  /** The one that was taken for ringing last, if after this moment. */
  lastClaimed(since: Date): StoredTimer | undefined
  finish(id: number, state: 'rung' | 'missed'): void
  /** Claimed before this moment and never finished: their process died while ringing. */
  abandoned(claimedBefore: Date): StoredTimer[]
  /** Says that this process rings what is due. */
  beat(processId: number, at: Date): void
  /** Removes this process from those that ring. */
  retire(processId: number): void
  /** The processes that beat since then. */
  ringers(since: Date): number[]
}

/** A reminder that SAM keeps itself. */
export interface StoredReminder {
  id: number
  text: string
  list: string
  /** Local wall time: `2025-11-22T07:30:00`. */
  dueLocal?: string
  /** The day counts and the time of day does not. */
  allDay: boolean
}

/** Reminders and their lists where the machine has no application for them. The list Reminders is there from the start. Errors: `database-*`. */
export interface ReminderStore {
  lists(): string[]
  addList(name: string): void
  /** With everything on it. */
  removeList(name: string): void
  /** Returns its id. */
  add(reminder: Omit<StoredReminder, 'id'>): number
  /** Those not done, oldest first. */
  open(list?: string): StoredReminder[]
  /** False when there is no such reminder. */
  setDone(id: number, done: boolean): boolean
  remove(id: number): boolean
}

/** A remembered yes or no for one tool, and one target of it when given (an application, a folder, a recipient). */
export interface Grant {
  id: number
  effect: 'allow' | 'deny'
  tool: string
  /** Absent: every target of the tool. */
  target?: string
  createdAt: Date
  /** Absent only for a denial, which stays until it is removed. */
  expiresAt?: Date
}

/** What the user allowed or forbade beforehand. Errors: `database-*`. */
export interface GrantStore {
  /** An allowance must expire (error `grant-without-end`). */
  add(grant: Omit<Grant, 'id'>): Grant
  /** False when there is no such grant. */
  remove(id: number): boolean
  /** Those that hold at this moment, oldest first. */
  list(now: Date): Grant[]
  /** Those that hold for this call: a grant without target covers every target. */
  matching(tool: string, target: string | undefined, now: Date): Grant[]
}

/** What one request to a model outside this machine cost. */
export interface Expense {
  at: Date
  model: string
  /** Tokens sent, those from the cache apart. */
  inputTokens: number
  cachedTokens: number
  outputTokens: number
  costUsd: number
}

/** What was paid for models outside this machine. Errors: `database-*`. */
export interface SpendingStore {
  add(expense: Expense): void
  since(moment: Date): { requests: number; usd: number }
}

/** The days on which the briefing was told by itself, as `2026-01-31`. Errors: `database-*`. */
export interface BriefingDays {
  wasTold(day: string): boolean
  /** Takes the day; true for exactly one caller of all processes. */
  claim(day: string): boolean
}

/** Something the user told, in the user's words, and what it says where rules understood it. */
export interface Fact {
  id: number
  text: string
  toldAt: Date
  /** Kept in a turn that had read what others wrote: the words may be theirs. */
  tainted?: true
  /** `user`, `sister`... */
  subject?: string
  attribute?: string
  value?: string
  /** A later word replaced it then. */
  validTo?: Date
  /** The user said then that it is not true. */
  refutedAt?: Date
  /** Row of the turn it was said in. */
  turn?: number
}

/** What the user told SAM. A newer value of the same attribute ends the older one, which stays as history. Errors: `database-*`. */
export interface FactStore {
  add(text: string, toldAt: Date, tainted?: boolean): Fact
  /** Keeps what the user's words state of them and theirs; nothing where they state nothing. Only ever for words the user said. */
  learn(said: { text: string; at: Date; turn?: number }): Fact[]
  /** What holds now, best match first; the newest when the query holds no telling word. */
  search(query: string, limit: number): Fact[]
  /** The newest first; with history also what holds no longer. */
  list(options?: { limit?: number; history?: boolean }): Fact[]
  /** Deletes it for good; false when it is not there. What it had replaced holds again. */
  remove(id: number): boolean
  /**
   * Not true, says the user: it holds no longer, what it had replaced holds again, and the same words from before are not learned anew.
   * Undefined takes that back. False when there is no such fact, or nothing to take back.
   */
  refute(id: number, at: Date | undefined): boolean
}

/** What a person who talks with SAM is called as a speaker, and SAM itself; imported conversations use the same two. */
export const userSpeaker = 'user'
export const assistantSpeaker = 'assistant'

/** How the words came. Facts are taken only from what the user said by `voice` or `text`. */
export type TurnOrigin = 'voice' | 'text' | 'command-line' | 'schedule' | 'import'

/** One thing that was said, or one passage of a document. */
export interface NewTurn {
  /** Where it was found: `live`, `file`, `chatgpt`, `claude`, `claude-code`... */
  source: string
  /** Name of its conversation, unique within the source. */
  conversation: string
  /** `conversation` when absent; the passages of a document are its turns. */
  kind?: ConversationKind
  /** Of the conversation. */
  title?: string
  /** The source's own id of this turn, unique within its conversation. Without it, equal words at an equal time are one turn. */
  id?: string
  /** `userSpeaker`, `assistantSpeaker`, or a name. */
  speaker: string
  text: string
  at?: Date
  origin: TurnOrigin
}

export type ConversationKind = 'conversation' | 'document'

/** What became of a batch. */
export interface TurnsAdded {
  added: number
  /** Same id, other words: the newer words stand now. */
  changed: number
  unchanged: number
}

/**
 * Everything that was said, on disk. Errors: `database-*`.
 *
 * The order of a conversation is the order in which its turns were added.
 */
export interface TurnStore {
  /**
   * Writes a batch in one transaction: all of it or nothing. May be repeated at any time with the same rows: what is there
   * already is `unchanged`. Secrets (keys, passwords, card numbers) are taken out of the text first. Blocks while it writes,
   * about 25 ms for 500 rows: give batches of some hundred, and let go of the event loop between them.
   */
  addMany(turns: readonly NewTurn[]): TurnsAdded
  /**
   * A turn of SAM turned out to be the beginning of another one: what was said and answered in it goes, with what was learned of it, and
   * what it had ended holds again. Nothing where it was not kept.
   * @param conversation the live one in which it was kept
   */
  withdraw(turnId: string, conversation: string): void
}

export type HitKind = 'turn' | 'fact' | 'document'

/** What was found in the memory, with where it comes from. */
export interface MemoryHit {
  kind: HitKind
  /** The source's own id, or SAM's number where it gave none. */
  id: string
  /** SAM's number of it: a row of turns, or of facts for a fact. */
  row: number
  text: string
  /** 0 to 1; only to be compared within one answer. */
  score: number
  at?: Date
  speaker: string
  conversation: string
  source: string
}

export interface RecallQuery {
  query: string
  /** 10 when absent. */
  limit?: number
  /** Hits are left out from the end until the rest is about this many tokens of a language model (4 characters each). */
  budgetTokens?: number
  /** All when absent. */
  kinds?: readonly HitKind[]
  source?: string
  /** Name of a conversation within its source. */
  conversation?: string
  since?: Date
  until?: Date
  signal?: AbortSignal
}

export interface RecallResult {
  /** Best first. */
  hits: MemoryHit[]
  ms: number
  /** Why only words were searched and no meaning: `model-missing`... */
  wordsOnly?: string
}

export interface RecallStats {
  conversations: number
  documents: number
  turns: number
  facts: number
  /** Turns whose meaning is searched. */
  embedded: number
  /** Turns that wait for it; until then their words are found. */
  waiting: number
  bytes: number
}

/** Finds in everything that was said. Works in a thread of its own. Errors: `database-*`. */
export interface Recall {
  search(query: RecallQuery): Promise<RecallResult>
  /** Gives meanings to turns that wait for one. Resolves when none waits; what is done stays done when it is cut off. */
  catchUp(options?: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void }): Promise<void>
}

export interface Forgotten {
  turns: number
  facts: number
  /** Training examples that held the words. */
  examples: number
  /** Other versions of messages, titles, custom instructions, things that were set aside, and rows of the audit log that held the words. */
  elsewhere: number
}

/** Rows of turns and facts. With a fact go the turns that hold its words, with a turn the facts that were learned from it. */
export interface Forgettable {
  turns?: readonly number[]
  facts?: readonly number[]
  /** Also everything beside turns and facts in which all these words stand. */
  words?: string | undefined
}

/**
 * Takes things out for good, with everything that was made of them. Errors: `database-*`; `forget-journal-busy` where all is forgotten
 * but another process keeps the journal from being emptied.
 */
export interface Forgetter {
  forget(what: Forgettable): Promise<Forgotten>
  /** What `forget` would take out now; nothing is changed. */
  wouldForget(what: Forgettable): Promise<Forgotten>
}

/** A turn as it lies on disk. */
export interface StoredTurn extends Omit<NewTurn, 'origin' | 'kind'> {
  row: number
  id: string
}

/** The last turn of a page of the timeline. */
export interface TimelinePlace {
  row: number
  /** Absent: it is not known when it was said. */
  atMs?: number | undefined
}

/** What was said, by the time it was said. Errors: `database-*`. */
export interface Timeline {
  /** The newest first, from after this one on; what has no time comes last. */
  before(place: TimelinePlace | undefined, limit: number): StoredTurn[]
  /** Turns by their rows; those that are gone are left out. */
  of(rows: readonly number[]): StoredTurn[]
}

/** Reads what was said without ranking it. Errors: `database-*`. */
export interface TurnLog {
  /** The newest first. */
  newest(limit: number): StoredTurn[]
  /** Everything, conversation by conversation; nothing else may be asked of the database meanwhile. */
  all(): IterableIterator<StoredTurn>
  /** Rows in which all these words stand, and those of a conversation; `examples` are the first few texts. */
  find(what: { words: string; conversation?: string | undefined }): {
    turns: number[]
    facts: number[]
    examples: string[]
  }
  /** Row of a turn by the id that its source gave. */
  rowOf(turn: { source: string; conversation: string; id: string }): number | undefined
  stats(): RecallStats
}

/** Meaning of texts as unit vectors. Errors: `model-missing` (kind missing), `embedding-failed`. */
export interface Embedder {
  /** Vectors of different models cannot be compared. */
  readonly modelId: string
  readonly dimensions: number
  /** One vector a text, in order; long texts count with their first 128 tokens, about 90 words. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>
}

/** A way of the user's that shows in several conversations of one category. */
export interface Pattern {
  category: Category
  /** Side of the user's ways: `language`, `answer-length`, `risk`... */
  facet: string
  /** The facet as a heading. */
  title: string
  /** "Swift", "short answers". */
  value: string
  /** In so many conversations it shows. */
  count: number
  /** Conversations of the category. */
  of: number
  /** The newest of them, by their names in memory. */
  examples: { source: string; conversation: string; title: string | null }[]
  /** What the user said of it: `wrong` never shapes an answer, `right` does so with little evidence too. */
  verdict?: 'wrong' | 'right'
}

/** What conversations show about the user, counted from what the user wrote. Errors: `database-*`. */
export interface PatternStore {
  /** Strongest first within each facet; with the refuted ones. */
  list(category?: Category): Pattern[]
  /** Another text when an import, a judgement or a correction changed the patterns since; cheap to ask for. */
  stamp(): string
  /** The user confirms or refutes a pattern, or takes that back (undefined). False when no such pattern can be. */
  correct(category: Category, facet: string, value: string, verdict: 'wrong' | 'right' | undefined): boolean
  /** The user says what a conversation was for; no later import changes it. False when there is no such conversation. */
  recategorise(source: string, conversation: string, category: Category): boolean
}

/** Shapes answers by what is known of the user. */
export interface StyleGuide {
  /**
   * What to know about the user when answering this request, as a paragraph for a model's prompt of at most `maximumTokens`
   * tokens. Undefined when nothing is known.
   */
  styleFor(request: string, maximumTokens: number): string | undefined
}

/** What acting needs to remember. Nothing touches the disk before the first call on a part. */
export interface ActionMemory {
  audit: AuditLog
  timers: TimerStore
  reminders: ReminderStore
  grants: GrantStore
  facts: FactStore
  /** Absent: only facts are told and forgotten. */
  recall?: Pick<Recall, 'search'>
  forgetter?: Forgetter
}
