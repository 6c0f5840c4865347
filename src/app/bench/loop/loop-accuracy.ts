import type { SpeechRecognizer } from '../../../audio/ports.ts'
import { type LabelledClip, readClip } from '../hearing/recordings.ts'
import { plainWords, wordErrors } from '../hearing/word-errors.ts'
import type { BenchRecord } from '../record.ts'

/** Labels of recordings in which nobody speaks. */
const nobodySpeaks = /noise|silence|music|typing|ambience|thunder|dishes/i
const somebodyMay = /impulse|speech|talk/i

/**
 * Word error rate on recordings of people, and recordings without speech in which words were heard.
 * @param bare the same engine without SAM's guards: the whole clip, nothing taken out of the text
 */
export async function measureAccuracy(
  recognizer: SpeechRecognizer,
  bare: SpeechRecognizer,
  speech: LabelledClip[],
  negatives: LabelledClip[],
): Promise<BenchRecord> {
  const clean = speech.filter(({ group }) => group === 'clean')
  const command = speech.filter(({ group }) => group === 'command')
  const quiet = negatives.filter(({ label }) => nobodySpeaks.test(label) && !somebodyMay.test(label))
  const figures = {
    wordErrorRateClean: await errorRate(recognizer, clean),
    wordErrorRateCommand: await errorRate(recognizer, command),
    textFromNoise: await heardIn(recognizer, quiet),
    cleanClips: clean.length,
    noiseClips: quiet.length,
  }
  const baseline = {
    wordErrorRateClean: await errorRate(bare, clean),
    wordErrorRateCommand: await errorRate(bare, command),
    textFromNoise: await heardIn(bare, quiet),
  }
  return {
    name: 'loop.accuracy',
    figures,
    baseline,
    ratio: { wordErrorRateClean: figures.wordErrorRateClean / baseline.wordErrorRateClean },
    goals: [
      { goal: 'at most 9 % word errors on clean speech', reached: figures.wordErrorRateClean <= 0.09 },
      { goal: 'no text where nobody speaks', reached: figures.textFromNoise === 0 },
    ],
  }
}

async function errorRate(recognizer: SpeechRecognizer, clips: LabelledClip[]): Promise<number> {
  let errors = 0
  let words = 0
  for (const { file, text = '' } of clips) {
    const reference = plainWords(text)
    errors += wordErrors(reference, plainWords((await recognizer.recognize(await readClip(file))).text))
    words += reference.length
  }
  return errors / words
}

async function heardIn(recognizer: SpeechRecognizer, clips: LabelledClip[]): Promise<number> {
  let heard = 0
  for (const { file } of clips) {
    if (plainWords((await recognizer.recognize(await readClip(file))).text).length > 0) heard++
  }
  return heard
}
