#!/usr/bin/env node
import { CommanderError } from "commander";
import { PegbarError } from "@pegbar/sdk";
import { interrupted, listenForInterrupts } from "./cli.ts";
import { CliError, exitOf, exits, type Exit } from "./exit.ts";
import { style } from "./output.ts";
import { program } from "./program.ts";

function report(error: unknown, exit: Exit): void {
  if (process.argv.includes("--json")) {
    const { code, status, requestId, errors, quota, hint } = error as Partial<PegbarError & CliError>;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `${JSON.stringify({ exit: exits[exit], code: code ?? exit, message, status, requestId, errors, quota, hint })}\n`,
    );
    return;
  }
  const say = (text: string) => process.stderr.write(`${text}\n`);
  say(`${style("red", "Error:", process.stderr)} ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof CliError && error.hint) say(error.hint);
  if (error instanceof PegbarError) {
    for (const { message, remedy, node, title } of error.errors) {
      const where = node === undefined ? "" : `node ${node}${title === undefined ? "" : ` (${title})`}: `;
      // A single one is already in the sentence above.
      if (error.errors.length > 1 || !error.message.includes(message)) say(`  - ${where}${message}. ${remedy}`);
    }
    for (const { scope, meter, limit, used, reserved, needed } of error.quota ?? [])
      say(`  - ${meter} of the ${scope}: limit ${limit}, used ${used}, reserved ${reserved}, needed ${needed}`);
    if (exit === "signedOut") say("Sign in: pegbar login");
    if (error.requestId) say(style("dim", `Request ${error.requestId}`, process.stderr));
  }
  if (exit === "unexpected" && process.env["PEGBAR_DEBUG"] && error instanceof Error) say(error.stack ?? "");
}

listenForInterrupts();
// A reader such as `head` that has seen enough is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exits.ok : exits.usage;
  else {
    const exit = interrupted() ? "interrupted" : exitOf(error);
    report(error, exit);
    process.exitCode = exits[exit];
  }
}
