import { html, raw } from "hono/html";
import type { Chart, Line } from "./charts.ts";

const [WIDTH, HEIGHT] = [480, 120];
/** Number of colours; further lines share them. */
const COLOURS = 6;

/** Draws a chart over time, with its latest values as text. @param times of the values, in milliseconds */
export function drawChart({ title, unit, says, lines }: Chart, times: readonly number[]) {
  const most = roundUp(Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const toX = (time: number) => (last === first ? WIDTH : ((time - first) / (last - first)) * WIDTH);
  const toY = (value: number) => HEIGHT - (value / most) * HEIGHT;
  return html`<figure>
    <figcaption>
      <h2>${title} <small>${unit}</small></h2>
      <p>${says}</p>
    </figcaption>
    <div class="plot">
      <span class="most">${formatNumber(most)}</span>
      <svg viewBox="0 -2 ${WIDTH} ${HEIGHT + 4}" preserveAspectRatio="none" aria-hidden="true">
        ${lines.map((line, at) =>
          raw(
            listRuns(line, times)
              .map(
                (run) =>
                  `<polyline class="c${at % COLOURS}" points="${run
                    .map(({ time, value }) => `${toX(time).toFixed(1)},${toY(value).toFixed(1)}`)
                    .join(" ")}"/>`,
              )
              .join(""),
          ),
        )}
      </svg>
    </div>
    <ul>
      ${lines.map(
        ({ label, values }, at) =>
          html`<li><i class="c${at % COLOURS}"></i>${label} <b>${describeLast(values.at(-1))}</b></li>`,
      )}
    </ul>
  </figure>`;
}

interface Point {
  time: number;
  value: number;
}

/** The points of a line without its gaps. A point alone is drawn as a short line. */
function listRuns({ values }: Line, times: readonly number[]): Point[][] {
  const runs: Point[][] = [];
  let run: Point[] | undefined;
  for (const [at, value] of values.entries()) {
    const time = times[at];
    if (value === null || time === undefined) {
      run = undefined;
      continue;
    }
    if (!run) runs.push((run = []));
    run.push({ time, value });
  }
  return runs.map((points) => (points.length === 1 ? [...points, ...points] : points));
}

const describeLast = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : formatNumber(value);

/** The next number of the form 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((one) => one * power >= value) ?? 10;
  return step * power;
}

const formatNumber = (value: number): string => {
  if (value === 0 || Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3).replace(/\.?0+$/, "");
};
