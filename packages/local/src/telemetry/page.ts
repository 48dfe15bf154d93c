import { html, raw } from "hono/html";
import { buildCharts } from "./charts.ts";
import { drawChart } from "./draw.ts";
import type { Snapshot } from "./history.ts";

/** The charts alone, which the page replaces every some seconds. */
export function renderCharts(snapshots: readonly Snapshot[]) {
  const times = snapshots.map(({ at }) => at);
  const first = times[0];
  const minutes = first === undefined ? 0 : Math.round((Date.now() - first) / 60_000);
  return html`<p class="range">
      The last ${minutes === 1 ? "minute" : `${minutes} minutes`}, up to an hour. For a longer time, start with
      <code>--with-prometheus</code>.
    </p>
    <div class="grid">${buildCharts(snapshots).map((chart) => drawChart(chart, times))}</div>`;
}

/** Page with charts of the last hour. @param seconds between two updates */
export const renderPage = (snapshots: readonly Snapshot[], seconds: number) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Pegbar metrics</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>Pegbar metrics</h1>
          <a href="/metrics">Prometheus format</a>
        </header>
        <main id="charts">${renderCharts(snapshots)}</main>
        <script>
          ${raw(`setInterval(async () => {
            const response = await fetch("/charts").catch(() => undefined);
            document.body.classList.toggle("stale", !response?.ok);
            if (response?.ok) document.getElementById("charts").innerHTML = await response.text();
          }, ${seconds * 1000});`)};
        </script>
      </body>
    </html>`;

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.4 system-ui, "Segoe UI", Roboto, sans-serif;
  --ground: light-dark(#f5f5f5, #2a2a2a); --surface: light-dark(#fff, #363636); --line: light-dark(#ddd, #4c4c4c);
  --text: light-dark(#222, #eee); --soft: light-dark(#555, #bbb);
  --c0: light-dark(#0b62ad, #79bbf5); --c1: light-dark(#a34a12, #f0a06a); --c2: light-dark(#1c6b38, #7bd394);
  --c3: light-dark(#8a2f8a, #dd9add); --c4: light-dark(#7a6100, #e0c34d); --c5: light-dark(#b3261e, #f2958e); }
body { margin: 0; background: var(--ground); color: var(--text); }
header { display: flex; flex-wrap: wrap; gap: 0 24px; align-items: baseline; justify-content: space-between; padding: 16px 24px 0; }
h1 { font-size: 22px; margin: 0; }
a { color: var(--c0); }
main { padding: 0 24px 24px; transition: opacity 140ms; }
.stale main { opacity: 0.5; }
.range { color: var(--soft); font-size: 13px; margin: 4px 0 16px; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: 16px; }
figure { margin: 0; padding: 16px; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
h2 { font-size: 16px; margin: 0; }
small { font-weight: normal; color: var(--soft); font-size: 13px; }
figcaption p { margin: 2px 0 12px; font-size: 13px; color: var(--soft); }
.plot { position: relative; border-bottom: 1px solid var(--line); border-top: 1px dashed var(--line); }
.most { position: absolute; top: 2px; left: 0; font-size: 12px; color: var(--soft); }
svg { display: block; width: 100%; height: 120px; }
polyline { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; stroke-linecap: round; }
ul { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; margin: 10px 0 0; padding: 0; font-size: 13px; }
b { font-variant-numeric: tabular-nums; }
i { display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 6px; }
${Array.from({ length: 6 }, (_, at) => `polyline.c${at} { stroke: var(--c${at}); } i.c${at} { background: var(--c${at}); }`).join("\n")}
`;
