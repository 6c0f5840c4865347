import type { Example } from './train.ts'

export interface LabelledExample extends Example {
  set: string
  /** The coarse action of the set, "" where it has none. */
  action: string
}

/** What is said, but nothing for a tool. */
const none = 'none'

const slurp: Record<string, string> = {
  qa_maths: 'math.evaluate',
  calendar_query: 'calendar.list',
  calendar_remove: 'calendar.delete',
  calendar_set: 'calendar.create',
  datetime_convert: 'time.now',
  datetime_query: 'time.now',
  email_addcontact: 'contacts.add',
  email_querycontact: 'contacts.find',
  email_query: 'mail.unread',
  email_sendemail: 'mail.send',
  music_likeness: 'media.other',
  music_dislikeness: 'media.other',
  music_settings: 'media.other',
  music_query: 'media.now-playing',
  play_music: 'media.play',
  play_podcasts: 'media.play',
  play_radio: 'media.play',
  play_audiobook: 'media.play',
  play_game: 'apps.open',
  news_query: 'news.headlines',
  lists_createoradd: 'lists.add',
  lists_query: 'lists.show',
  lists_remove: 'lists.remove',
  weather_query: 'weather.now',
  alarm_set: 'time.alarm',
  alarm_query: 'time.list',
  alarm_remove: 'time.cancel',
  audio_volume_down: 'sound.volume',
  audio_volume_up: 'sound.volume',
  audio_volume_mute: 'sound.mute',
}

const clinc: Record<string, string> = {
  calculator: 'math.evaluate',
  measurement_conversion: 'units.convert',
  calendar: 'calendar.list',
  calendar_update: 'calendar.create',
  meeting_schedule: 'calendar.list',
  schedule_meeting: 'calendar.create',
  date: 'time.now',
  time: 'time.now',
  timezone: 'time.now',
  make_call: 'phone.call',
  text: 'messages.send',
  next_song: 'media.next',
  play_music: 'media.play',
  update_playlist: 'media.other',
  what_song: 'media.now-playing',
  reminder: 'reminders.list',
  reminder_update: 'reminders.create',
  shopping_list: 'lists.show',
  shopping_list_update: 'lists.add',
  todo_list: 'lists.show',
  todo_list_update: 'lists.add',
  alarm: 'time.alarm',
  timer: 'time.timer',
  change_volume: 'sound.volume',
  weather: 'weather.now',
}

const snips: Record<string, string> = {
  GetWeather: 'weather.now',
  PlayMusic: 'media.play',
  AddToPlaylist: 'media.other',
}

const homeAssistant: Record<string, string> = {
  HassGetWeather: 'weather.now',
  HassCancelAllTimers: 'time.cancel',
  HassCancelTimer: 'time.cancel',
  HassStartTimer: 'time.timer',
  HassTimerStatus: 'time.list',
  HassSetVolumeRelative: 'sound.volume',
  HassSetVolume: 'sound.volume',
  HassMediaNext: 'media.next',
  HassMediaPrevious: 'media.previous',
  HassShoppingListAddItem: 'lists.add',
  HassListAddItem: 'lists.add',
  HassMediaSearchAndPlay: 'media.play',
  HassMediaPlayerMute: 'sound.mute',
  HassMediaPlayerUnmute: 'sound.mute',
  HassShoppingListCompleteItem: 'lists.remove',
  HassListCompleteItem: 'lists.remove',
  HassMediaPause: 'media.pause',
  HassMediaUnpause: 'media.play',
}
/** Neither a tool of SAM nor clearly none. */
const unclear = /^(?:HassIncreaseTimer|HassDecreaseTimer|HassPauseTimer|HassUnpauseTimer)$/

type Line = { text: string; intent?: string; action?: string; mac_action?: string }

/** Reads the sets and gives their labels one vocabulary: names of tools, "media.other" and "none". */
export function readExamples(read: (name: string) => string): LabelledExample[] {
  const lines = (name: string): Line[] =>
    read(name)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as Line)
  const labelled =
    (set: string, table: Record<string, string>) =>
    (line: Line): LabelledExample => ({
      set,
      text: line.text,
      label: table[line.intent ?? ''] ?? none,
      action: line.action ?? '',
    })
  return [
    ...lines('slurp-devel.jsonl').map(labelled('slurp', slurp)),
    ...lines('clinc150.jsonl')
      .filter((line) => line.mac_action !== 'dialogue_control')
      .map(labelled('clinc', clinc)),
    ...lines('snips2017.jsonl').map(labelled('snips', snips)),
    ...lines('ohf.jsonl')
      .filter((line) => !unclear.test(line.intent ?? ''))
      .map(labelled('ohf', homeAssistant)),
    ...lines('complex.jsonl').map(labelled('complex', {})),
  ]
}
