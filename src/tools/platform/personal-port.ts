/** A moment, or a whole day (then the time of day counts for nothing). */
export interface Due {
  at: Date
  allDay: boolean
}

/** Half-open: from `from` up to, not including, `before`. */
export interface Span {
  from: Date
  before: Date
}

export interface Reminder {
  id: string
  text: string
  list: string
  due?: Due
}

/** Identifiers are the application's own; names of lists are exact, as `lists` gives them. */
export interface RemindersPort {
  lists(signal: AbortSignal): Promise<string[]>
  /** Into the default list when none is named. Errors: `not-found`. */
  create(
    reminder: { text: string; list?: string; due?: Due },
    signal: AbortSignal,
  ): Promise<{ id: string; list: string }>
  /** Those not done; with `due` only those due in it. `total` counts beyond `limit`. Errors: `not-found`. */
  open(
    query: { list?: string; due?: Span; limit: number },
    signal: AbortSignal,
  ): Promise<{ reminders: Reminder[]; total: number }>
  /** False for one that is done or was deleted. */
  isOpen(id: string, signal: AbortSignal): Promise<boolean>
  setCompleted(id: string, completed: boolean, signal: AbortSignal): Promise<void>
  remove(id: string, signal: AbortSignal): Promise<void>
  createList(name: string, signal: AbortSignal): Promise<void>
  /** With everything in it, done or not. */
  removeList(name: string, signal: AbortSignal): Promise<void>
}

export interface Note {
  id: string
  title: string
  /** Its text without form, cut after some hundred letters; empty for a locked note. */
  text: string
  /** Holds pictures or files, which writing into it could lose. */
  attachments: boolean
  locked: boolean
}

export interface NotesPort {
  create(note: { text: string; title?: string }, signal: AbortSignal): Promise<{ id: string }>
  /** Newest change first; those whose title or text holds `query`, all without one. Deleted notes are left out. */
  search(
    query: { query?: string; inTitle?: boolean; limit: number },
    signal: AbortSignal,
  ): Promise<{ notes: Note[]; total: number }>
  /** A new paragraph at the end. Errors: `not-found`. */
  append(id: string, text: string, signal: AbortSignal): Promise<void>
  /** Takes the last paragraph away when it still is this text; false when it is not. */
  takeBack(id: string, text: string, signal: AbortSignal): Promise<boolean>
  remove(id: string, signal: AbortSignal): Promise<void>
}

export interface CalendarEvent {
  id: string
  title: string
  calendar: string
  start: Date
  end: Date
  allDay: boolean
  /** One of a series. */
  repeats: boolean
  location?: string
}

export interface CalendarPort {
  /** What touches the span, soonest first. `complete` is false where a series could not be worked out, or a limit was reached. */
  events(span: Span, signal: AbortSignal): Promise<{ events: CalendarEvent[]; complete: boolean }>
  /** Into the named calendar, else the first that can be written to. Errors: `not-found`. */
  create(
    event: { title: string; start: Date; end: Date; allDay: boolean; calendar?: string; location?: string },
    signal: AbortSignal,
  ): Promise<{ id: string; calendar: string }>
  remove(event: { id: string; calendar: string }, signal: AbortSignal): Promise<void>
}

export interface MailMessage {
  subject: string
  /** As the message says: "Ana Silva <ana@example.com>". */
  sender: string
  receivedAt: Date
  unread: boolean
}

export interface NewMail {
  /** Absent for a draft without a recipient. */
  to?: string
  subject: string
  body: string
}

export interface MailPort {
  /** Of the inboxes, newest first; `sender` narrows to who sent it. `total` counts beyond `limit`. */
  unread(
    query: { sender?: string; limit: number },
    signal: AbortSignal,
  ): Promise<{ messages: MailMessage[]; total: number }>
  /** Of the inboxes: sender or subject holds `words`; `sender` narrows to who sent it. */
  search(
    query: { words?: string; sender?: string; received?: Span; limit: number },
    signal: AbortSignal,
  ): Promise<{ messages: MailMessage[]; total: number }>
  /** Shown in a window of its own, and kept until the user sends or closes it. */
  draft(mail: NewMail, signal: AbortSignal): Promise<{ id: string }>
  /** Closes a draft that was not sent. Errors: `not-found`. */
  discardDraft(id: string, signal: AbortSignal): Promise<void>
  send(mail: NewMail & { to: string }, signal: AbortSignal): Promise<void>
}

/** A way to reach somebody; `label` as in the address book: "mobile", "work". */
export interface Reach {
  label: string
  value: string
}

export interface Person {
  id: string
  name: string
  phones: Reach[]
  emails: Reach[]
}

/** Ways to reach somebody that are added. */
export interface NewReach {
  phone?: string
  email?: string
}

export interface ContactsPort {
  /** People whose name or nickname holds these words, accents aside. `complete` is false when there are more than `limit`. */
  find(name: string, limit: number, signal: AbortSignal): Promise<{ people: Person[]; complete: boolean }>
  /** Adds to the person of that id, or makes a new one. Errors: `not-found`. */
  add(entry: NewReach & { name: string; id?: string }, signal: AbortSignal): Promise<{ id: string }>
  /** Takes away what was added, and with `whole` the person. Errors: `not-found`. */
  takeBack(entry: NewReach & { id: string; whole: boolean }, signal: AbortSignal): Promise<void>
}

export interface ReceivedMessage {
  sender: string
  text: string
  receivedAt: Date
}

export interface MessagesPort {
  /** @param to a telephone number or mail address. Errors: `number-unusable`, `message-not-sent`. */
  send(to: string, text: string, signal: AbortSignal): Promise<void>
  /** Whether `read` may work at all. Errors: `messages-not-readable`. */
  checkReadable(): Promise<void>
  /** Newest first. Errors: `messages-not-readable`. */
  read(query: { from?: readonly string[]; limit: number }, signal: AbortSignal): Promise<ReceivedMessage[]>
}

export interface PhonePort {
  /** @param to a telephone number or mail address. Errors: `number-unusable`, `call-failed`. */
  call(to: string, kind: 'audio' | 'video', signal: AbortSignal): Promise<void>
}

/** What the user's own applications hold. */
export interface PersonalPorts {
  /** Absent where the machine has no such application: SAM keeps them itself. */
  readonly reminders?: RemindersPort
  readonly notes: NotesPort
  readonly calendar: CalendarPort
  readonly mail: MailPort
  readonly contacts: ContactsPort
  readonly messages: MessagesPort
  readonly phone: PhonePort
}
