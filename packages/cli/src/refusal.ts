import type { Command } from "commander";
import type { PegbarError, ProblemDetail } from "@pegbar/sdk";
import { CliError } from "./exit.ts";
import { namePointer } from "./pointer.ts";

/** API error codes for invalid requests, which are caused by the user's arguments. */
const USAGE_CODES: readonly string[] = ["invalid_request", "parameters_invalid"];
/** Advice of the API for programs, which the command line replaces by its own. */
const ADVICE_FOR_PROGRAMS = /openapi\.json/;

/** Explains an API error in terms of a command's options and arguments; undefined if it concerns neither. */
export function describeRefusal(error: PegbarError, command: Command): CliError | undefined {
  if (!USAGE_CODES.includes(error.code)) return undefined;
  const help = `See: ${getCommandPath(command)} --help`;
  const details = error.errors.filter(({ pointer }) => pointer !== undefined && pointer !== "");
  const [first, ...more] = details.map((detail) => describeDetail(detail, command));
  if (first === undefined) return new CliError("usage", error.message, help, { cause: error });
  if (more.length === 0) return new CliError("usage", first, help, { cause: error });
  return new CliError("usage", `${details.length} values are invalid:`, help, {
    lines: [first, ...more],
    cause: error,
  });
}

function describeDetail({ pointer = "", message, remedy }: ProblemDetail, command: Command): string {
  const { name, field } = namePointer(pointer, command);
  const advice = ADVICE_FOR_PROGRAMS.test(remedy) ? "" : ` ${remedy}`;
  const text = `Invalid ${name}: ${explainParseError(message)}.${advice}`.replace(/\.\.(?= |$)/, ".");
  // The API names its own fields: "Name the shows: showIds."
  return /[A-Z]/.test(field) ? text.replaceAll(new RegExp(`\\b${field}\\b`, "g"), name) : text;
}

/** Shortens known messages of the API's validator. */
function explainParseError(message: string): string {
  const [, few, least, unit = "items"] =
    /^Too (small|big): expected \w+ to have (?:>=|<=)(\d+) (characters|items)$/.exec(message) ?? [];
  if (least !== undefined) {
    if (few === "small" && least === "1") return "it must not be empty";
    return `it must have at ${few === "small" ? "least" : "most"} ${least} ${unit}`;
  }
  const [, bound, limit] = /^Too (small|big): expected \w+ to be (?:>=|<=)(-?[\d.]+)$/.exec(message) ?? [];
  if (limit !== undefined) return `it must be at ${bound === "small" ? "least" : "most"} ${limit}`;
  const [, options] = /^Invalid option: expected one of (.+)$/.exec(message) ?? [];
  if (options !== undefined) return `it must be one of ${options.replaceAll('"', "").split("|").join(", ")}`;
  return /^(an?|one) /.test(message) ? `expected ${message}` : message;
}

const getCommandPath = (command: Command): string =>
  command.parent ? `${getCommandPath(command.parent)} ${command.name()}` : command.name();
