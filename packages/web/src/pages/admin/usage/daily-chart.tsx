import { locale } from "../../../components/locale.ts";
import { useState, type KeyboardEvent } from "react";
import { formatCount, formatDuration, formatMoney } from "../../../components/format.ts";
import { roundUpForAxis } from "./round-up-for-axis.ts";
import { measureNames, formatMeasure, type UsageLine } from "./queries.ts";
import type { Measure } from "./search.ts";

/** Smallest top of the axis: below it, the top and its half would be formatted alike. */
const minTop: Record<Measure, number> = { dollars: 0.02, gpuSeconds: 0.2, jobs: 2 };

const dayName = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

/** Bar chart of a month by day. The arrow keys select a day, which is announced to screen readers. */
export function DailyChart({
  lines,
  month,
  measure,
}: {
  lines: readonly UsageLine[];
  month: string;
  measure: Measure;
}) {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const lineByDay = new Map(lines.map((line) => [line.key["day"]?.id, line]));
  const days = Array.from({ length }, (_, i) => {
    const day = `${month}-${String(i + 1).padStart(2, "0")}`;
    const line = lineByDay.get(day);
    return { day, line, value: line?.[measure] ?? 0 };
  });
  const [selected, setSelected] = useState<number>();
  const top = Math.max(roundUpForAxis(Math.max(...days.map(({ value }) => value))), minTop[measure]);
  const handleKey = (event: KeyboardEvent) => {
    const last = length - 1;
    const from = selected ?? -1;
    const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setSelected(Math.min(last, Math.max(0, to)));
  };
  const chosen = selected === undefined ? undefined : days[selected];
  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="min-h-6 text-sm tabular-nums" aria-live="polite">
        {chosen ? <DaySummary day={chosen.day} line={chosen.line} /> : <Hint name={measureNames[measure]} />}
      </figcaption>
      <div
        role="group"
        tabIndex={0}
        aria-label={`${measureNames[measure]} by day. Use the arrow keys to move between days. The table below has all values.`}
        onKeyDown={handleKey}
        onBlur={() => setSelected(undefined)}
        onPointerLeave={() => setSelected(undefined)}
        className="rounded-sm"
      >
        <div className="grid grid-cols-[auto_1fr] grid-rows-[14rem_auto] gap-x-2">
          <div
            aria-hidden="true"
            className="flex flex-col justify-between text-right text-xs text-soft tabular-nums *:leading-0"
          >
            <span>{formatMeasure[measure](top)}</span>
            <span>{formatMeasure[measure](top / 2)}</span>
            <span>0</span>
          </div>
          <svg aria-hidden="true" className="h-full w-full overflow-visible">
            {[0, 50, 100].map((y) => (
              <line key={y} x1="0" x2="100%" y1={`${y}%`} y2={`${y}%`} className="stroke-line" />
            ))}
            {days.map(({ day, value }, i) => {
              const height = value === 0 ? 0 : Math.max(0.6, (value / top) * 100);
              return (
                <g key={day} onPointerEnter={() => setSelected(i)}>
                  <rect
                    x={`${(i / length) * 100}%`}
                    width={`${100 / length}%`}
                    height="100%"
                    className={i === selected ? "fill-sunken" : "fill-transparent"}
                  />
                  <rect
                    x={`${((i + 0.14) / length) * 100}%`}
                    width={`${72 / length}%`}
                    y={`${100 - height}%`}
                    height={`${height}%`}
                    rx="2"
                    className={i === selected ? "fill-accent" : "fill-busy"}
                  />
                </g>
              );
            })}
          </svg>
          <div aria-hidden="true" className="col-start-2 flex text-xs text-soft tabular-nums">
            {days.map(({ day }, i) => (
              <span key={day} className="w-0 flex-1 pt-1 text-center">
                {i === 0 || (i + 1) % 5 === 0 ? i + 1 : ""}
              </span>
            ))}
          </div>
        </div>
      </div>
    </figure>
  );
}

const Hint = ({ name }: { name: string }) => <span className="text-soft">{name} by day</span>;

function DaySummary({ day, line }: { day: string; line: UsageLine | undefined }) {
  const name = dayName.format(new Date(day));
  if (!line) return <>{name}: no usage</>;
  return (
    <>
      <span className="font-medium">{name}</span>: {formatMoney(line.dollars)}, {formatDuration(line.gpuSeconds)} of GPU
      time, {formatCount(line.jobs)} {line.jobs === 1 ? "job" : "jobs"}
    </>
  );
}
