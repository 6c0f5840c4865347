import { useMemo } from 'react'
import type { TrainingCurve } from '../../../learning/training-curve.ts'
import { formatCount } from '../../model/format.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import { Answered, FailureLine } from '../../parts/answers.tsx'
import { Chart } from '../../parts/chart.tsx'
import { lookAgainMs, WorkView } from '../../parts/work-view.tsx'
import { learningWords } from '../../strings/learning.ts'

const formatLoss = (loss: number) => loss.toFixed(2)
const formatStep = (step: number) => learningWords.step(formatCount(step))

/** Learning that goes on now, and how the loss of the last training went down. */
export function Training() {
  const answer = useRequest(
    'learning.training',
    {},
    { refreshMs: (data) => (data?.work.phase === 'running' ? 2 * lookAgainMs : false) },
  )
  const learn = useChange('learning.learn', ['learning'])
  const stop = useChange('learning.stop', ['learning'])
  const failed = learn.error ?? stop.error
  return (
    <Answered query={answer} quiet>
      {({ work, curve }) => (
        <section aria-label={learningWords.learning}>
          <WorkView
            state={work}
            label={(progress) => learningWords.stages[progress?.phase ?? ''] ?? learningWords.begins}
            amount={(progress) =>
              progress === undefined || progress.total === 0
                ? ''
                : learningWords.of(formatCount(progress.done), formatCount(progress.total))
            }
            onCancel={() => stop.mutate({})}
          >
            {({ report }) => <p>{report ?? learningWords.done}</p>}
          </WorkView>
          {failed !== null && <FailureLine error={failed} />}
          {work.phase !== 'running' && (
            <div className="card-actions learn-now">
              <button type="button" className="main-button" disabled={learn.isPending} onClick={() => learn.mutate({})}>
                {learningWords.learn}
              </button>
              <span className="small muted">{learningWords.learnWhy}</span>
            </div>
          )}
          {curve !== undefined && curve.points.length > 1 && <Loss curve={curve} />}
        </section>
      )}
    </Answered>
  )
}

function Loss({ curve: { run, points } }: { curve: TrainingCurve }) {
  const { at, series } = useMemo(() => {
    const valid = points.map((point) => point.valid ?? null)
    return {
      at: points.map(({ step }) => step),
      series: [
        { name: learningWords.lossTrain, values: points.map(({ loss }) => loss), colour: 0 },
        ...(valid.every((value) => value === null)
          ? []
          : [{ name: learningWords.lossValid, values: valid, colour: 1, joined: true as const }]),
      ],
    }
  }, [points])
  return (
    <Chart
      title={learningWords.loss(run)}
      at={at}
      time={false}
      series={series}
      format={formatLoss}
      formatAt={formatStep}
      note={learningWords.lossWhy}
    />
  )
}
