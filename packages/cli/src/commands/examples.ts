import type { Command } from "commander";

/** Adds examples to the end of a command's --help. */
export const withExamples = (command: Command, ...lines: [string, ...string[]]): Command =>
  command.addHelpText(
    "after",
    `\n${lines.length > 1 ? "Examples" : "Example"}:\n${lines.map((line) => `  ${line}`).join("\n")}`,
  );
