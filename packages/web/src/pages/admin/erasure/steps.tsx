import { formatTime } from "../../../components/format.ts";
import { strings } from "../../../strings/erasure.ts";
import type { Erasure } from "./queries.ts";

/** Workers keep recently used inputs on their disks for at most this time after an erasure. */
const WORKER_CACHE_MS = 24 * 3_600_000;
const { steps } = strings;

/** Where the data is erased, and when: values at once, files within minutes, copies later. */
export function Steps({ erasure: { kinds, createdAt, doneAt } }: { erasure: Erasure }) {
  const rows: { name: string; when: string; hint?: string; state: "done" | "running" | "later" }[] = [
    { name: steps.values, when: formatTime(createdAt), hint: steps.valuesHint, state: "done" },
    {
      name: steps.files,
      when: doneAt === null ? strings.stepRunning : formatTime(doneAt),
      hint: steps.filesHint,
      state: doneAt === null ? "running" : "done",
    },
  ];
  if (kinds.includes("input")) {
    const at = Date.parse(createdAt) + WORKER_CACHE_MS;
    const isPast = at <= Date.now();
    rows.push({
      name: steps.workers,
      when: isPast ? formatTime(at) : steps.workersBy(formatTime(at)),
      state: isPast ? "done" : "later",
    });
  }
  rows.push({ name: steps.backups, when: steps.backupsHint, state: "later" });
  return (
    <section className="rounded-lg border border-line bg-surface p-5">
      <h2 className="mb-3 text-base">{strings.progress}</h2>
      <ol aria-label={strings.progress} className="flex flex-col gap-3.5">
        {rows.map(({ name, when, hint, state }) => (
          <li key={name} className="flex gap-2.5">
            <span aria-hidden="true" className={`w-4 shrink-0 text-center ${marks[state].tone}`}>
              {marks[state].mark}
            </span>
            <span className="min-w-0">
              {name}
              <span className="block text-sm tabular-nums">{when}</span>
              {hint !== undefined && <span className="block text-sm text-soft">{hint}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const marks = {
  done: { mark: "✓", tone: "text-good" },
  running: { mark: "●", tone: "text-busy" },
  later: { mark: "○", tone: "text-soft" },
} as const;
