import { expect, test } from "vitest";
import type { TimelineRow } from "@pegbar/sdk";
import { hideShortNodes } from "./timeline-rows.ts";

const row = (kind: TimelineRow["kind"], label: string, ms: number): TimelineRow => ({
  kind,
  label,
  depth: 2,
  startMs: 0,
  endMs: ms,
  isOpen: false,
  isCached: false,
  note: null,
});

test("of many nodes, the twelve longest are shown in the order in which they ran", () => {
  const nodes = Array.from({ length: 20 }, (_, at) => row("node", `n${at}`, at));
  const { shown, hidden } = hideShortNodes([row("queued", "Queued", 0), ...nodes, row("delivering", "Deliver", 0)]);
  expect(hidden).toBe(8);
  expect(shown.map(({ label }) => label)).toEqual([
    "Queued",
    ...Array.from({ length: 12 }, (_, at) => `n${at + 8}`),
    "Deliver",
  ]);
});

test("of few nodes, all are shown", () => {
  const rows = [row("queued", "Queued", 0), ...Array.from({ length: 12 }, (_, at) => row("node", `n${at}`, 0))];
  expect(hideShortNodes(rows)).toEqual({ shown: rows, hidden: 0 });
});
