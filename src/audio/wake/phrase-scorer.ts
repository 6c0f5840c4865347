import type { WakeClassifier } from './wake-classifier.ts'
import { embeddingSize, type WakeFeatures } from './wake-features.ts'

export interface PhraseScore {
  classifier: WakeClassifier
  /** 0 to 1, as the classifier gives it. */
  raw: number
}

/** Several phrases over one stream of features. */
export class PhraseScorer {
  private readonly features: WakeFeatures
  private readonly classifiers: readonly WakeClassifier[]
  /** The last embeddings, oldest first, as many as the most demanding phrase looks at. */
  private readonly window: Float32Array

  constructor(features: WakeFeatures, classifiers: readonly WakeClassifier[]) {
    this.features = features
    this.classifiers = classifiers
    const steps = Math.max(0, ...classifiers.map((classifier) => classifier.windowSteps))
    this.window = new Float32Array(steps * embeddingSize)
    this.reset()
  }

  /** Takes samples; answers the scores of all phrases for each step that was completed. */
  async push(samples: Float32Array): Promise<PhraseScore[][]> {
    const steps: PhraseScore[][] = []
    for (const embedding of await this.features.push(samples)) {
      this.window.copyWithin(0, embeddingSize)
      this.window.set(embedding, this.window.length - embeddingSize)
      const scores: PhraseScore[] = []
      for (const classifier of this.classifiers) {
        const seen = this.window.slice(this.window.length - classifier.windowSteps * embeddingSize)
        scores.push({ classifier, raw: await classifier.score(seen) })
      }
      steps.push(scores)
    }
    return steps
  }

  /** The stream starts anew, after quiet. */
  reset(): void {
    this.features.reset()
    for (let at = 0; at < this.window.length; at += embeddingSize) this.window.set(this.features.silence, at)
  }
}
