import { createDatabase } from '../../../memory/database.ts'

// A program that writes for a long time, in a process of its own as it would be.
const [home = '', milliseconds = '0'] = process.argv.slice(2)
const connection = createDatabase(home).connection()
connection.exec('BEGIN EXCLUSIVE')
process.send?.('held')
setTimeout(() => {
  connection.exec('COMMIT')
  process.exit(0)
}, Number(milliseconds))
