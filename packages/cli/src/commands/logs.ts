import type { Command } from "commander";
import { runCommand } from "../cli.ts";
import { pause } from "../comfy/persist.ts";
import { CliError } from "../exit.ts";
import { applyStyle, type Output } from "../output.ts";
import { withExamples } from "./examples.ts";

interface LogLine {
  time: string;
  level: "info" | "warn" | "error";
  component: string;
  message: string;
  [field: string]: unknown;
}

const UNITS = { m: 60, h: 3600, d: 86_400 } as const;
const POLL_MS = 2000;

/** logs */
export function addLogsCommand(program: Command): void {
  const logs = program
    .command("logs")
    .description("show the log of a job, from all components; for operators of the platform")
    .argument("<job>", "job_…")
    .option("--since <time>", "how far back: 30m, 6h, 7d", "1d")
    .option("-f, --follow", "keep showing new lines until Ctrl-C")
    .action((jobId: string, options: { since: string; follow?: boolean }, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        let since = new Date(Date.now() - parseSince(options.since));
        const shown = new Set<string>();
        for (;;) {
          const params = { path: { id: jobId }, query: { since: since.toISOString() } };
          const { items } = await client().get("/v1/fleet/jobs/{id}/log", { params, signal });
          const fresh = (items as LogLine[]).filter((line) => !shown.has(JSON.stringify(line)));
          for (const line of fresh) {
            shown.add(JSON.stringify(line));
            if (out.json) out.line(line);
            else out.print(formatLine(line));
          }
          if (!options.follow) return noteIfEmpty(out, shown.size, jobId, options.since);
          since = new Date(Math.max(since.getTime(), ...fresh.map(({ time }) => Date.parse(time) - POLL_MS)));
          await pause(POLL_MS, signal);
        }
      }),
    );
  withExamples(
    logs,
    "pegbar logs job_01JYB4X2K0000000000000000A",
    "pegbar logs job_01JYB4X2K0000000000000000A --since 7d --json | jq .message",
  );
}

function parseSince(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  if (count === "")
    throw new CliError("usage", `Invalid --since ${JSON.stringify(text)}.`, "Write it as 30m, 6h or 7d.");
  return Number(count) * UNITS[unit as keyof typeof UNITS] * 1000;
}

const HIDDEN = new Set(["time", "level", "component", "message", "jobId", "stack"]);
const colours = { info: "dim", warn: "yellow", error: "red" } as const;

/** Time, component, message, then the other fields as `name=value`. */
function formatLine(line: LogLine): string {
  const fields = Object.entries(line)
    .filter(([name, value]) => !HIDDEN.has(name) && value !== undefined && value !== "")
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const head = `${line.time.slice(0, -1).replace("T", " ")}  ${line.component.padEnd(10)}`;
  const level = line.level === "info" ? "" : `${applyStyle(colours[line.level], line.level)} `;
  return `${applyStyle("dim", head)}  ${level}${line.message}  ${applyStyle("dim", fields.join(" "))}`.trimEnd();
}

function noteIfEmpty(out: Output, count: number, jobId: string, since: string): void {
  if (count === 0) out.note(`No lines about ${jobId} in the last ${since}. Look further back with --since.`);
}
