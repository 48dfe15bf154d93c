import type { Dashboard, Panel } from "./dashboard.ts";

const [COLUMNS, PER_ROW, HEIGHT, TEXT_HEIGHT] = [24, 3, 7, 3] as const;
const WIDTH = COLUMNS / PER_ROW;
const SOURCE = { type: "prometheus", uid: "prometheus" };

/** Builds a dashboard in Grafana's format: its questions, and below them three panels side by side. */
export function buildGrafanaDashboard({ uid, title, questions, panels }: Dashboard) {
  const text = {
    id: 1,
    type: "text",
    title: "",
    gridPos: { x: 0, y: 0, w: COLUMNS, h: TEXT_HEIGHT },
    options: { mode: "markdown", content: questions.map((question) => `- ${question}`).join("\n") },
  };
  return {
    uid,
    title,
    schemaVersion: 39,
    editable: false,
    refresh: "30s",
    time: { from: "now-6h", to: "now" },
    timezone: "browser",
    panels: [text, ...panels.map(buildPanel)],
  };
}

const buildPanel = (panel: Panel, at: number) => ({
  id: at + 2,
  type: "timeseries",
  title: panel.title,
  description: panel.says,
  datasource: SOURCE,
  gridPos: {
    x: (at % PER_ROW) * WIDTH,
    y: TEXT_HEIGHT + Math.floor(at / PER_ROW) * HEIGHT,
    w: WIDTH,
    h: HEIGHT,
  },
  fieldConfig: {
    defaults: {
      unit: panel.unit,
      min: 0,
      custom: {
        lineWidth: 2,
        fillOpacity: panel.stacked ? 30 : 0,
        stacking: { mode: panel.stacked ? "normal" : "none" },
      },
    },
    overrides: [],
  },
  options: { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi", sort: "desc" } },
  targets: panel.queries.map(({ expr, legend }, index) => ({
    refId: String.fromCodePoint(65 + index),
    datasource: SOURCE,
    expr,
    legendFormat: legend,
  })),
});
