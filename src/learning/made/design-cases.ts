/** A kind of system that people design, with what its load is like. */
export interface DesignCase {
  system: string
  /** What a user of it does, as a verb with its object. */
  act: string
  /** Acts a user and day, and of a hundred acts those that write. */
  actsADay: number
  writesOfHundred: number
  /** Stored by one write. */
  bytesAWrite: number
  /** How the busiest hour compares with the mean. */
  peak: number
  /** Two people must never both succeed, or money is counted. */
  exact: boolean
  /** What breaks first, and what is lost then. */
  weakness: string
}

const kb = 1000
const mb = 1_000_000

export const designCases: readonly DesignCase[] = [
  {
    system: 'a photo sharing app',
    act: 'look at a photo',
    actsADay: 60,
    writesOfHundred: 3,
    bytesAWrite: 2 * mb,
    peak: 3,
    exact: false,
    weakness: 'delivery of images, when one photo is seen by everybody at once',
  },
  {
    system: 'a ticket shop for concerts',
    act: 'look up or buy a seat',
    actsADay: 4,
    writesOfHundred: 10,
    bytesAWrite: kb,
    peak: 40,
    exact: true,
    weakness: 'the sale of the same seat twice in the first minute',
  },
  {
    system: 'a group chat',
    act: 'read or send a message',
    actsADay: 120,
    writesOfHundred: 25,
    bytesAWrite: 400,
    peak: 4,
    exact: false,
    weakness: 'connections that all come back at once after a restart',
  },
  {
    system: 'a booking system for a medical practice',
    act: 'look at or take an appointment',
    actsADay: 2,
    writesOfHundred: 20,
    bytesAWrite: 2 * kb,
    peak: 6,
    exact: true,
    weakness: 'private data in logs and backups',
  },
  {
    system: 'a collector of sensor readings',
    act: 'send a reading',
    actsADay: 1440,
    writesOfHundred: 98,
    bytesAWrite: 120,
    peak: 1.5,
    exact: false,
    weakness: 'a gap that nobody notices while the sensors are offline',
  },
  {
    system: 'an invoicing tool',
    act: 'open or write an invoice',
    actsADay: 8,
    writesOfHundred: 30,
    bytesAWrite: 30 * kb,
    peak: 8,
    exact: true,
    weakness: 'invoice numbers with a hole in them, at the end of the month',
  },
  {
    system: 'a ride dispatcher',
    act: 'report a position or ask for a ride',
    actsADay: 300,
    writesOfHundred: 90,
    bytesAWrite: 80,
    peak: 5,
    exact: true,
    weakness: 'two drivers on the way to one passenger',
  },
  {
    system: 'a news feed',
    act: 'scroll past a post',
    actsADay: 150,
    writesOfHundred: 2,
    bytesAWrite: 3 * kb,
    peak: 3,
    exact: false,
    weakness: 'the posts of accounts that millions follow',
  },
  {
    system: 'a file synchroniser',
    act: 'change or open a file',
    actsADay: 40,
    writesOfHundred: 35,
    bytesAWrite: 300 * kb,
    peak: 3,
    exact: true,
    weakness: 'two changes of the same file, made offline',
  },
  {
    system: 'a leaderboard for a game',
    act: 'finish a round',
    actsADay: 12,
    writesOfHundred: 50,
    bytesAWrite: 60,
    peak: 6,
    exact: false,
    weakness: 'scores that were never played',
  },
  {
    system: 'a video platform for courses',
    act: 'watch a lesson',
    actsADay: 3,
    writesOfHundred: 1,
    bytesAWrite: 400 * mb,
    peak: 4,
    exact: false,
    weakness: 'the queue of videos that wait to be converted',
  },
  {
    system: 'a stock list for a warehouse',
    act: 'take or put an item',
    actsADay: 90,
    writesOfHundred: 60,
    bytesAWrite: 200,
    peak: 3,
    exact: true,
    weakness: 'counts that drift away from what is on the shelf',
  },
  {
    system: 'a service that sends notifications',
    act: 'get a notification',
    actsADay: 10,
    writesOfHundred: 100,
    bytesAWrite: 500,
    peak: 20,
    exact: false,
    weakness: 'the same message sent twice after a retry',
  },
  {
    system: 'a payment ledger',
    act: 'send or look up a payment',
    actsADay: 3,
    writesOfHundred: 40,
    bytesAWrite: kb,
    peak: 10,
    exact: true,
    weakness: 'a transfer of which only one half was written',
  },
  {
    system: 'a search engine for recipes',
    act: 'search',
    actsADay: 5,
    writesOfHundred: 1,
    bytesAWrite: 8 * kb,
    peak: 5,
    exact: false,
    weakness: 'an index that is older than the recipes',
  },
  {
    system: 'a survey tool',
    act: 'answer a survey',
    actsADay: 1,
    writesOfHundred: 80,
    bytesAWrite: 4 * kb,
    peak: 30,
    exact: false,
    weakness: 'answers lost when a survey is on television',
  },
]

/** Users a day, and the people who build it. */
export const scales = [
  { users: 2_000, team: 2 },
  { users: 50_000, team: 5 },
  { users: 1_000_000, team: 12 },
  { users: 20_000_000, team: 40 },
] as const
