import { useMemo } from 'react'
import type { ServiceLevels } from '../../../server/requests/service-requests.ts'
import { countOf, formatCount, formatMoment, formatTime } from '../../model/format.ts'
import { falseWakeRate, formatMilliseconds, frameLines, type StageLine, stageLines } from '../../model/service-lines.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import { Answered, FailureLine } from '../../parts/answers.tsx'
import { Chart } from '../../parts/chart.tsx'
import { LongList } from '../../parts/long-list.tsx'
import { serviceWords } from '../../strings/service.ts'
import { AcousticRooms } from './acoustic-rooms.tsx'
import './service.css'

const refreshMs = 5000
const chartHeight = 140

/** How fast SAM answers, how well it hears, and what woke it. */
export default function ServicePage() {
  const answer = useRequest('service.levels', {}, { refreshMs })
  return (
    <div className="page-body service">
      <Answered query={answer}>
        {(levels) => (
          <>
            <p className="small muted">{serviceWords.since(formatMoment(levels.sinceMs, Date.now(), true))}</p>
            <Stages levels={levels} />
            <Microphone levels={levels} />
            <Wakes levels={levels} />
          </>
        )}
      </Answered>
      <AcousticRooms />
    </div>
  )
}

function Stages({ levels: { turns } }: { levels: ServiceLevels }) {
  const lines = useMemo(() => stageLines(turns), [turns])
  return (
    <section aria-labelledby="stages">
      <h2 id="stages">{serviceWords.stages}</h2>
      {turns.length === 0 ? (
        <p className="muted">{serviceWords.noTurns}</p>
      ) : (
        <div className="stages">
          {lines.map((line) => (
            <StageChart key={line.stage} line={line} />
          ))}
        </div>
      )}
    </section>
  )
}

function StageChart({ line: { stage, at, values, median, slow } }: { line: StageLine }) {
  const { title, why } = serviceWords.stage[stage]
  const series = useMemo(() => [{ name: title, values, colour: 0 }], [title, values])
  return (
    <div className="stage">
      {median === undefined || slow === undefined ? (
        <>
          <p className="chart-title">{title}</p>
          <p className="small muted">
            {why} {serviceWords.none}
          </p>
        </>
      ) : (
        <Chart
          title={title}
          at={at}
          series={series}
          format={formatMilliseconds}
          formatAt={formatTime}
          heightPixels={chartHeight}
          note={`${why} ${serviceWords.typical(
            formatMilliseconds(median),
            formatMilliseconds(slow),
            countOf(values.length, 'answer'),
          )}`}
        />
      )}
    </div>
  )
}

const perSecond = (value: number) => value.toFixed(0)

function Microphone({ levels: { minutes, outages } }: { levels: ServiceLevels }) {
  const lines = useMemo(() => frameLines(minutes), [minutes])
  const frames = useMemo(() => [{ name: serviceWords.frames, values: lines.perSecond, colour: 2 }], [lines])
  const lost = useMemo(
    () => [{ name: serviceWords.lost, values: lines.lost, colour: 1, kind: 'bars' as const }],
    [lines],
  )
  const lostFrames = minutes.reduce((sum, minute) => sum + minute.lost, 0)
  const all = minutes.reduce((sum, minute) => sum + minute.frames, lostFrames)
  return (
    <section aria-labelledby="microphone">
      <h2 id="microphone">{serviceWords.microphone}</h2>
      {minutes.length === 0 && <p className="muted">{serviceWords.noFrames}</p>}
      {/* One minute is a number, not a line. */}
      {minutes.length === 1 && <p>{serviceWords.framesUnit(perSecond(lines.perSecond[0] ?? 0))}</p>}
      {minutes.length > 0 && (
        <p className="small muted">
          {lostFrames === 0
            ? serviceWords.noneLost
            : serviceWords.someLost(countOf(lostFrames, 'frame'), formatCount(all))}
        </p>
      )}
      {outages.length > 0 && (
        <p className="small muted">
          {serviceWords.outages(
            countOf(outages.length, 'time'),
            formatMilliseconds(Math.max(...outages.map(({ durationMs }) => durationMs))),
          )}
        </p>
      )}
      {minutes.length > 1 && (
        <div className="stages">
          <div className="stage">
            <Chart
              title={serviceWords.frames}
              at={lines.at}
              series={frames}
              format={perSecond}
              formatAt={formatTime}
              heightPixels={chartHeight}
            />
          </div>
          <div className="stage">
            <Chart
              title={serviceWords.lost}
              at={lines.at}
              series={lost}
              format={formatCount}
              formatAt={formatTime}
              heightPixels={chartHeight}
            />
          </div>
        </div>
      )}
    </section>
  )
}

function Wakes({ levels }: { levels: ServiceLevels }) {
  const { mutate, error, isPending } = useChange('service.label-wake', ['service', 'wake'])
  const { wakes } = levels
  const { perHour, hours } = falseWakeRate(levels)
  return (
    <section aria-labelledby="wakes">
      <h2 id="wakes">{serviceWords.wakes}</h2>
      {perHour !== undefined && <p>{serviceWords.falseRate(perHour.toFixed(1), `${hours.toFixed(1)} h`)}</p>}
      {error !== null && <FailureLine error={error} />}
      {wakes.length === 0 ? (
        <p className="muted">{serviceWords.noWakes}</p>
      ) : (
        <>
          <LongList
            label={serviceWords.wakes}
            items={wakes}
            keyOf={({ id }) => id}
            textOf={({ phrase, atMs }) => `${phrase} ${formatTime(atMs)}`}
            estimatedHeight={44}
          >
            {({ id, atMs, phrase, score, words, falseWake }) => (
              <div className="row-line wake">
                <span className="wake-words">
                  “{phrase}”
                  <span className="small muted">
                    {formatTime(atMs)} · {serviceWords.score(score.toFixed(2))} ·{' '}
                    {words ? serviceWords.heard : serviceWords.nothingHeard}
                  </span>
                </span>
                <button
                  type="button"
                  className="toggle-button"
                  aria-pressed={falseWake}
                  aria-label={serviceWords.isFalseLabel(formatTime(atMs))}
                  disabled={isPending}
                  onClick={() => mutate({ id, falseWake: !falseWake })}
                >
                  {serviceWords.isFalse}
                </button>
              </div>
            )}
          </LongList>
          {wakes.some(({ clip }) => clip !== undefined) && <p className="small muted">{serviceWords.falseKept}</p>}
          {wakes.some(({ falseWake }) => falseWake) && <p className="small muted">{serviceWords.falseHint}</p>}
        </>
      )}
    </section>
  )
}
