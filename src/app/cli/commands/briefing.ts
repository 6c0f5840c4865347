import { defineCommand } from '../command.ts'
import { withSam } from '../open-sam.ts'
import { runTool } from '../run-tool.ts'
import { speakText } from '../speak-text.ts'
import { writeSound } from '../write-sound.ts'

export const command = defineCommand({
  name: 'briefing',
  summary: 'the daily briefing now: calendar, reminders, mail, weather, news',
  options: { speak: { type: 'text', value: 'out.wav', summary: 'write it as sound into this file' } },
  examples: [
    'sam briefing',
    'sam briefing --speak briefing.wav',
    'sam config set briefing.schedule "weekdays at 7:30"',
  ],
  async run(context, { options: { speak } }) {
    return withSam(context, async (sam) => {
      const { spoken, output } = await runTool(sam, context, 'briefing.now')
      context.output.emit({ type: 'briefing', text: spoken, output }, spoken)
      if (speak === undefined) return 0
      const { sound, ...figures } = await speakText(context, spoken)
      await writeSound(speak, sound)
      context.output.emit({ type: 'done', file: speak, ...figures }, speak)
      return 0
    })
  },
})
