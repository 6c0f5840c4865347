import { describe, expect, it } from 'vitest'
import { route, told } from './routing.ts'

describe('reminders, lists, notes, days, mail and people', () => {
  it.each([
    ['Remind me to water the ferns at six.', 'reminders.create {"text":"water the ferns","at":"2026-05-20T18:00:00"}'],
    [
      'could you remind me on Friday to return the library books',
      'reminders.create {"text":"return the library books","day":"2026-05-22"}',
    ],
    [
      'set a reminder for tomorrow at 9 to ring the landlord',
      'reminders.create {"text":"ring the landlord","at":"2026-05-21T09:00:00"}',
    ],
    [
      'remind me every weekday at 8 to take my pills',
      'reminders.create {"text":"take my pills","at":"2026-05-21T08:00:00","repeat":"weekdays"}',
    ],
    [
      'remind me in half an hour to move the car',
      'reminders.create {"text":"move the car","at":"2026-05-20T15:30:00"}',
    ],
    ["don't let me forget to feed the cat", 'reminders.create {"text":"feed the cat"}'],
    ['which reminders are due tomorrow', 'reminders.list {"day":"2026-05-21"}'],
    ['mark water the ferns as done', 'reminders.complete {"text":"water the ferns"}'],
    ['put oat milk on my shopping list', 'lists.add {"text":"oat milk","list":"shopping"}'],
    ['add tape and glue to the hardware list', 'lists.add {"text":"tape and glue","list":"hardware"}'],
    ['what do I still have on the packing list', 'lists.show {"list":"packing"}'],
    ['take the candles off my birthday list', 'lists.remove {"text":"candles","list":"birthday"}'],
    ['make a list called camping gear', 'lists.add {"list":"camping gear"}'],
    ['throw away the camping list', 'lists.remove {"list":"camping"}'],
    ['make a note that the boiler was serviced', 'notes.create {"text":"the boiler was serviced"}'],
    ['jot down the door code is 5521', 'notes.create {"text":"the door code is 5521"}'],
    ['look through my notes for lasagna', 'notes.search {"query":"lasagna"}'],
    ['add two eggs to my cake note', 'notes.append {"text":"two eggs","title":"cake"}'],
    ["what's in my diary, I mean calendar, on Thursday", 'calendar.list {"day":"2026-05-21"}'],
    ['what meetings do I have next week', 'calendar.list {"from":"2026-05-25","to":"2026-06-01"}'],
    [
      'put brunch with Lena in my calendar on Sunday at 11',
      'calendar.create {"title":"brunch with Lena","at":"2026-05-24T11:00:00"}',
    ],
    [
      'book a meeting with Omar tomorrow at two for 45 minutes',
      'calendar.create {"title":"meeting with Omar","at":"2026-05-21T14:00:00","durationSeconds":2700}',
    ],
    ['cancel my haircut appointment on Monday', 'calendar.delete {"title":"haircut appointment","day":"2026-05-25"}'],
    ['am I busy tomorrow morning', 'calendar.list {"day":"2026-05-21"}'],
    ['do I have unread mail', 'mail.unread'],
    ['did Lena email me', 'mail.search {"person":"Lena"}'],
    ['find mails about the lease', 'mail.search {"query":"the lease"}'],
    ['write an email to Omar about the picnic', 'mail.draft {"person":"Omar","title":"the picnic"}'],
    ['send an email to Lena saying the train is late', 'mail.send {"person":"Lena","body":"the train is late"}'],
    ["reply to Omar's mail saying thanks", 'mail.send {"person":"omar","body":"thanks"}'],
    ["what is Lena's mobile number", 'contacts.find {"person":"Lena"}'],
    ['look for Omar in my contacts', 'contacts.find {"person":"Omar"}'],
    ['text my grandson', 'messages.send {"person":"my grandson"}'],
    ['text Lena that I am outside', 'messages.send {"person":"Lena","text":"I am outside"}'],
    [
      'send a message to my brother saying happy birthday',
      'messages.send {"person":"my brother","text":"happy birthday"}',
    ],
    ['ring Omar', 'phone.call {"person":"Omar"}'],
    ['start a video call with Lena', 'phone.call {"person":"Lena"}'],
  ])('%s', (text, command) => {
    expect(told(text)).toBe(command)
  })

  it.each([
    ['remind me', 'text'],
    ['set an alarm', 'at'],
    ['add something to my list', 'text'],
    ['send a message to Lena', 'text'],
    ['put a meeting with Omar in the calendar', 'at'],
  ])('asks for what is missing: %s', (text, slot) => {
    expect(route(text).missing).toEqual({ command: 0, slot })
  })

  it('keeps what is to be remembered in one piece', () => {
    expect(told('remind me to call Lena and email Omar')).toBe('reminders.create {"text":"call Lena and email Omar"}')
    expect(told('remind me to call Lena at six, then play some jazz')).toBe(
      'reminders.create {"text":"call Lena","at":"2026-05-20T18:00:00"} + media.play {"query":"jazz"}',
    )
  })
})

describe('new contacts', () => {
  it.each([
    ["add Anna's number 555 1234 to my contacts", '{"person":"Anna","phone":"555 1234"}'],
    ["save mom's new number 0171 555 12 34", '{"person":"mom","phone":"0171 555 12 34"}'],
    ['new contact Anna Silva with the number 555-1234', '{"person":"Anna Silva","fresh":true,"phone":"555-1234"}'],
    ['add 555 1234 to my contacts as Anna', '{"person":"Anna","phone":"555 1234"}'],
    ["add Bo's email bo at example dot com to my contacts", '{"person":"Bo","email":"bo at example dot com"}'],
  ])('%s', (text, slots) => {
    expect(told(text)).toBe(`contacts.add ${slots}`)
  })

  it('are asked about where something is missing', () => {
    expect(route('add a contact named Bo Diddley')).toMatchObject({
      slots: { person: 'Bo Diddley' },
      missing: { slot: 'phone' },
    })
    expect(route('new contact')).toMatchObject({ intent: 'contacts.add', missing: { slot: 'person' } })
  })

  it.each(['add milk to my shopping list', 'put my phone number on the form'])('%s', (text) => {
    expect(told(text)).not.toMatch(/contacts\.add/)
  })
})

describe('ending reminders', () => {
  it.each([
    ['cancel the reminder to water the plants', 'reminders.remove {"text":"water the plants"}'],
    ['stop reminding me to water the plants', 'reminders.remove {"text":"water the plants"}'],
    ['delete my dentist reminder', 'reminders.remove {"text":"dentist"}'],
    ['cancel my reminder for tomorrow', 'reminders.remove {"day":"2026-05-21"}'],
    ['delete all reminders', 'reminders.remove'],
  ])('%s', (text, wanted) => {
    expect(told(text)).toBe(wanted)
  })
})
