import { formatCount } from "../components/format.ts";

const count = (n: number, one: string): string => `${formatCount(n)} ${n === 1 ? one : `${one}s`}`;

/** Text of the operator's fleet page about classes without workers. */
export const strings = {
  noWorkers: "no workers",
  startsOnDemand: "starts on demand",
  stuck: (name: string, jobs: number, studios: number) =>
    `${count(jobs, "job")} of ${count(studios, "studio")} can’t start: no worker of class ${name} is running, and nothing starts one. ` +
    `Start a worker of class ${name}, or ask the studios to cancel the jobs.`,
  /** No worker in the last hour, and some classes start one. */
  emptyOnDemand:
    "No worker has reported in the last hour. The next job starts one; a GPU takes a few minutes to start.",
  emptyManual: "No worker has reported in the last hour, and nothing starts one. Start a worker to run jobs.",
};
