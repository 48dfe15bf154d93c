import { CommanderError } from "commander";
import { isInterrupted, listenForInterrupts } from "./cli.ts";
import { CliError, getExit, exits } from "./exit.ts";
import { describeFileError } from "./file-error.ts";
import { createProgram } from "./program.ts";
import { reportError } from "./report.ts";

listenForInterrupts();
// A reader such as `head` may close the pipe before the end.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
const json = process.argv.includes("--json");
try {
  await createProgram({ json }).parseAsync();
} catch (thrown) {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? exits.ok : exits.usage;
    // Commander has already printed the error.
    if (json && process.exitCode !== exits.ok)
      reportError(new CliError("usage", thrown.message.replace(/^error: /, "")), "usage", json);
  } else {
    const error = describeFileError(thrown);
    const exit = isInterrupted() ? "interrupted" : getExit(error);
    reportError(error, exit, json);
    process.exitCode = exits[exit];
  }
}
