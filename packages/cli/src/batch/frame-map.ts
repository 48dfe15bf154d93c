import type { components } from "@pegbar/sdk";

export type JobSummary = components["schemas"]["JobSummary"];
/** What the map shows of a job. */
export type MapJob = Pick<JobSummary, "frame" | "variant" | "state" | "reusedJobId">;

type Mark = keyof typeof marks;
/** One ASCII character per state, which terminals of every kind show, and screen readers tell apart. */
const marks = {
  succeeded: "#",
  reused: "=",
  running: ">",
  queued: ".",
  held: "|",
  failed: "X",
  cancelled: "-",
} as const;

const STYLES: Readonly<Partial<Record<Mark, "green" | "red" | "yellow" | "dim">>> = {
  succeeded: "green",
  reused: "green",
  running: "yellow",
  failed: "red",
  queued: "dim",
  cancelled: "dim",
};

interface MapOptions {
  /** Columns of the terminal. */
  width: number;
  style?: (name: "green" | "red" | "yellow" | "dim", text: string) => string;
}

const GROUP = 10;
const MIN_GROUPS = 1;

const getMark = ({ state, reusedJobId }: MapJob): Mark =>
  state === "succeeded" && reusedJobId !== null ? "reused" : state;

/**
 * A map of a batch: one character per job in order of frames, in groups of ten; each line begins with its first frame.
 * Variants have a map each; without frames there is one map, of variants.
 */
export function formatFrameMap(
  jobs: readonly MapJob[],
  { width, style = (_name, text) => text }: MapOptions,
): string[] {
  const hasFrames = jobs.some(({ frame }) => frame !== null);
  const getNumber = (job: MapJob) => (hasFrames ? (job.frame ?? 0) : job.variant);
  const sorted = [...jobs].sort((a, b) => getNumber(a) - getNumber(b));
  const variants = new Set(sorted.map(({ variant }) => variant));
  const blocks = hasFrames
    ? [...variants].sort((a, b) => a - b).map((variant) => sorted.filter((job) => job.variant === variant))
    : [sorted];
  const labelWidth = Math.max(0, ...sorted.map((job) => String(getNumber(job)).length));
  const groups = Math.max(MIN_GROUPS, Math.floor((width - labelWidth - 1) / (GROUP + 1)));
  const paint = (mark: Mark) => {
    const name = STYLES[mark];
    return name ? style(name, marks[mark]) : marks[mark];
  };
  const lines = blocks.flatMap((block) => [
    ...(blocks.length > 1 ? [`variant ${block[0]?.variant}`] : []),
    ...chunk(block, groups * GROUP).map((row) => {
      const label = String(row[0] ? getNumber(row[0]) : "").padStart(labelWidth);
      const cells = chunk(row, GROUP).map((group) => group.map((job) => paint(getMark(job))).join(""));
      return `${label} ${cells.join(" ")}`;
    }),
  ]);
  const used = new Set(sorted.map(getMark));
  const legend = (Object.keys(marks) as Mark[])
    .filter((mark) => used.has(mark))
    .map((mark) => `${paint(mark)} ${mark}`)
    .join("  ");
  return legend === "" ? lines : [...lines, legend];
}

const chunk = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
