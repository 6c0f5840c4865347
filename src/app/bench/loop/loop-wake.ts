import type { VoiceActivityModel } from '../../../audio/voice-activity.ts'
import { scoreClip } from '../../../audio/wake/score-clip.ts'
import type { WakeEngine } from '../../../audio/wake/wake-models.ts'
import { type LabelledClip, readClip } from '../hearing/recordings.ts'
import type { BenchRecord } from '../record.ts'

/** How often "alexa" wakes where it is said, and where it is not; the baseline is the classifier at its own 0.5, always on. */
export async function measureWake(
  engine: WakeEngine,
  activity: VoiceActivityModel,
  threshold: number,
  positives: LabelledClip[],
  negatives: LabelledClip[],
): Promise<BenchRecord> {
  const fired = async (clips: LabelledClip[], settings: { threshold: number; gated: boolean }) => {
    let count = 0
    for (const { file } of clips) {
      if ((await scoreClip(await readClip(file), engine, activity, settings)).fired) count++
    }
    return count
  }
  const own = { threshold, gated: true }
  // The listener triples the odds of the classifier: 0.75 on its scale is the classifier's 0.5.
  const classifiersOwn = { threshold: 0.75, gated: false }
  const others = negatives.filter(({ label }) => !/impulse/.test(label))
  const figures = {
    detectedShare: (await fired(positives, own)) / positives.length,
    falseWakes: await fired(others, own),
    positives: positives.length,
    negatives: others.length,
  }
  const baseline = {
    detectedShare: (await fired(positives, classifiersOwn)) / positives.length,
    falseWakes: await fired(others, classifiersOwn),
  }
  return {
    name: 'loop.wake',
    figures,
    baseline,
    ratio: { detectedShare: figures.detectedShare / baseline.detectedShare },
    goals: [
      { goal: '"alexa" is heard at least 95 times of 100', reached: figures.detectedShare >= 0.95 },
      { goal: 'at most one false wake', reached: figures.falseWakes <= 1 },
    ],
  }
}
