import type { Command } from "commander";
import { readHealth, type HealthPart } from "@pegbar/sdk";
import { runCommand } from "../cli.ts";
import { CliError } from "../exit.ts";
import { applyStyle, formatTime, type Output } from "../output.ts";
import { withExamples } from "./examples.ts";

const summaries = {
  ok: "All systems operational.",
  degraded: "Some systems are degraded.",
  down: "Pegbar is down: requests fail.",
} as const;

/** status: the state of the platform's parts. */
export function addStatusCommand(program: Command): void {
  const status = program
    .command("status")
    .description("show whether the platform and its parts work; exits with 1 if it is down; needs no sign-in")
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ out, url, signal }) => {
        const health = await readHealth(url(), { signal });
        out.result(health, () => {
          if (health.status !== "down") out.print(summaries[health.status]);
          printParts(out, health.parts);
        });
        if (health.status === "down")
          throw new CliError("unexpected", summaries.down, "Nothing is lost. Try again in some minutes.");
      }),
    );
  withExamples(status, "pegbar status", "pegbar --json status | jq -r '.parts[] | select(.status != \"ok\") | .name'");
}

const colors = { ok: "green", degraded: "yellow", down: "red" } as const;

function printParts(out: Output, parts: readonly HealthPart[]): void {
  const [nameWidth, statusWidth] = [Math.max(...parts.map(({ name }) => name.length)), "degraded".length];
  for (const { name, status, message, since } of parts) {
    const told = [message, since === undefined ? undefined : `Since ${formatTime(since)}.`].filter(Boolean).join(" ");
    out.print(
      `${name.padEnd(nameWidth)}  ${applyStyle(colors[status], status.padEnd(statusWidth))}  ${told}`.trimEnd(),
    );
  }
}
