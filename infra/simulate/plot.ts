interface Point {
  policy: string;
  waitP95: number;
  dollarsPer1000: number;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [760, 420, 70, 60, 50, 30];

/** The next round number above `value`, for the end of an axis. */
function roundUp(value: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return Math.ceil((value * 1.1) / step) * step;
}
const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Plots each policy by cost and waiting time; lower left is better. */
export function drawPlot(points: readonly Point[], title: string): string {
  const [mostX, mostY] = [
    roundUp(Math.max(...points.map(({ waitP95 }) => waitP95))),
    roundUp(Math.max(...points.map(({ dollarsPer1000 }) => dollarsPer1000))),
  ];
  const toX = (value: number) => LEFT + (value / mostX) * (WIDTH - LEFT - RIGHT);
  const toY = (value: number) => HEIGHT - BOTTOM - (value / mostY) * (HEIGHT - BOTTOM - TOP);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const grid = ticks.flatMap((share) => [
    `<line x1="${toX(share * mostX)}" y1="${TOP}" x2="${toX(share * mostX)}" y2="${HEIGHT - BOTTOM}" class="grid"/>`,
    `<text x="${toX(share * mostX)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${Number((share * mostX).toPrecision(3))}</text>`,
    `<line x1="${LEFT}" y1="${toY(share * mostY)}" x2="${WIDTH - RIGHT}" y2="${toY(share * mostY)}" class="grid"/>`,
    `<text x="${LEFT - 8}" y="${toY(share * mostY) + 4}" text-anchor="end">${Number((share * mostY).toPrecision(3))}</text>`,
  ]);
  // Labels are to the right of their dot, or to the left at the border, and below each other where dots are close.
  let [lastX, lastY] = [-Infinity, -Infinity];
  const dots = points
    .toSorted((a, b) => b.dollarsPer1000 - a.dollarsPer1000 || a.waitP95 - b.waitP95)
    .map(({ policy, waitP95, dollarsPer1000 }, at) => {
      const [cx, cy] = [toX(waitP95), toY(dollarsPer1000)];
      const isRight = cx > WIDTH * 0.7;
      const labelY = Math.abs(cx - lastX) < 160 && cy + 4 < lastY + 16 ? lastY + 16 : cy + 4;
      [lastX, lastY] = [cx, labelY];
      const dot = `<circle cx="${cx}" cy="${cy}" r="5" class="${policy === "as configured" ? "chosen" : "other"}"/>`;
      return `${dot}<text x="${cx + (isRight ? -10 : 10)}" y="${labelY}" text-anchor="${isRight ? "end" : "start"}" data-at="${at}">${escape(policy)}</text>`;
    });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escape(title)}">
<style>text{font:13px sans-serif;fill:#333}.grid{stroke:#ddd}.chosen{fill:#c2410c}.other{fill:#64748b}.title{font-weight:bold}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="24" class="title">${escape(title)}</text>
${[...grid, ...dots].join("\n")}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 12}" text-anchor="middle">nineteen of twenty wait less than this, seconds</text>
<text x="18" y="${(TOP + HEIGHT - BOTTOM) / 2}" text-anchor="middle" transform="rotate(-90 18 ${(TOP + HEIGHT - BOTTOM) / 2})">dollars of GPU per 1,000 images</text>
</svg>
`;
}
