import type { Upload } from "../../upload/uploads.ts";
import { bodyOf, type Body, type Composed } from "./compose.ts";
import type { Desk } from "./desk.ts";
import type { Workflow } from "./values.ts";
import type { Estimate } from "./words.ts";

/** Jobs whose pictures are of one size take and cost the same. */
export interface Group {
  body: Body;
  jobs: number;
}

/** One request for each size of picture, as far as the pictures are here. */
export function groupsOf(workflow: Workflow, desk: Desk, shot: string, { sets }: Composed): Group[] {
  const sizeOf = (files: Record<string, Upload>) =>
    JSON.stringify(Object.values(files).map(({ input }) => [input?.width, input?.height]));
  const here = sets.filter((files) => Object.values(files).every(({ input }) => input !== undefined));
  return [...Map.groupBy(here, sizeOf).values()].flatMap((alike) => {
    const [files] = alike;
    return files ? [{ body: bodyOf(workflow, desk, shot, files, false), jobs: alike.length }] : [];
  });
}

export interface Whole {
  /** Of all jobs together. */
  dollars: { low: number; high: number };
  /** Of one. */
  seconds: { low: number; high: number };
  instance: string;
  wait: Estimate["wait"];
  /** Measured runs that it stands on; 0 when one of the sizes has none. */
  runs: number;
}

/** What all jobs would take and cost. Those whose pictures are not here yet count as the dearest of the others. */
export function sumOf(found: readonly (Estimate & { jobs: number })[], jobs: number): Whole | undefined {
  const [first] = found;
  if (!first) return undefined;
  const rest = jobs - found.reduce((sum, one) => sum + one.jobs, 0);
  const total = (end: "low" | "high") =>
    found.reduce((sum, one) => sum + one.jobs * one.dollars[end], 0) +
    rest * Math.max(...found.map(({ dollars }) => dollars[end]));
  return {
    dollars: { low: total("low"), high: total("high") },
    seconds: {
      low: Math.min(...found.map(({ seconds }) => seconds.low)),
      high: Math.max(...found.map(({ seconds }) => seconds.high)),
    },
    instance: first.instance,
    wait: first.wait,
    runs: Math.min(...found.map(({ basis }) => basis.runs)),
  };
}
