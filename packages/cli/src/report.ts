import { PegbarError } from "@pegbar/sdk";
import { CliError, exits, type Exit } from "./exit.ts";
import { applyStyle } from "./output.ts";

/** Writes an error to stderr: sentences, or one line of JSON. */
export function reportError(error: unknown, exit: Exit, json: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof CliError ? error.hint : undefined;
  const answer = answerOf(error);
  if (json) {
    const { code = exit, status, requestId, errors, quota } = answer ?? {};
    const line = { exit: exits[exit], code, message, status, requestId, errors, quota, hint };
    process.stderr.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const printLine = (text: string) => process.stderr.write(`${text}\n`);
  printLine(`${applyStyle("red", "Error:", process.stderr)} ${message}`);
  const lines = error instanceof CliError ? error.lines : answer ? formatError(answer) : [];
  for (const line of lines) printLine(`  - ${line}`);
  if (hint !== undefined) printLine(hint);
  if (exit === "signedOut" && hint === undefined) printLine("Sign in: pegbar login");
  if (answer?.requestId) printLine(applyStyle("dim", `Request ${answer.requestId}`, process.stderr));
  if (exit === "unexpected" && process.env["PEGBAR_DEBUG"] && error instanceof Error) printLine(error.stack ?? "");
}

/** The API error that an error is or explains. */
function answerOf(error: unknown): PegbarError | undefined {
  if (error instanceof PegbarError) return error;
  return error instanceof CliError && error.cause instanceof PegbarError ? error.cause : undefined;
}

/** All errors of a response. A single one is part of the message already. */
function formatError({ errors, quota = [], message: text }: PegbarError): string[] {
  const told = errors.filter(({ message }) => errors.length > 1 || !text.includes(message));
  return [
    ...told.map(({ message, remedy, node, title }) => {
      const where = node === undefined ? "" : `node ${node}${title === undefined ? "" : ` (${title})`}: `;
      return `${where}${message.replace(/\.$/, "")}. ${remedy}`;
    }),
    ...quota.map(
      ({ scope, meter, limit, used, reserved, needed }) =>
        `${meter} of the ${scope}: limit ${limit}, used ${used}, reserved ${reserved}, needed ${needed}`,
    ),
  ];
}
