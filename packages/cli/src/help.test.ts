import type { Command } from "commander";
import { expect, test } from "vitest";
import { createProgram } from "./program.ts";

const all = (command: Command, path = command.name()): [string, Command][] => [
  [path, command],
  ...command.commands.flatMap((one) => all(one, `${path} ${one.name()}`)),
];

function helpOf(command: Command): string {
  let help = "";
  command.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
  return help;
}

/** The lines below "Example:" or "Examples:". */
const examplesIn = (help: string): string[] =>
  (/^Examples?:\n((?: {2}.*\n?)+)/m.exec(help)?.[1] ?? "").split("\n").flatMap((line) => line.trim() || []);

/** The arguments of `pegbar …` in a shell command, up to a pipe, a redirection or a comment. */
function argumentsIn(line: string): string[] {
  const call = /^(?:eval "\$\()?pegbar (.*?)(?:\)")?(?:\s+[|<>#].*)?$/.exec(line)?.[1] ?? "";
  return (call.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map((word) => word.replaceAll('"', ""));
}

test.each(all(createProgram()))("%s --help has examples that are valid calls", async (path, command) => {
  const examples = examplesIn(helpOf(command));
  expect(examples).not.toEqual([]);
  for (const line of examples) {
    let called = "";
    const fresh = createProgram();
    for (const [name, one] of all(fresh))
      one.configureOutput({ writeErr: () => undefined }).action(() => void (called = name));
    await fresh.parseAsync(argumentsIn(line), { from: "user" });
    expect(called, line).toMatch(new RegExp(`^${path}( |$)`));
  }
});

test("an unknown option makes an example invalid", async () => {
  const fresh = createProgram();
  for (const [, one] of all(fresh)) one.configureOutput({ writeErr: () => undefined }).action(() => undefined);
  const call = fresh.parseAsync(argumentsIn('pegbar submit x -s HARBOR/sq010/sh010 --no "a b" | jq'), { from: "user" });
  await expect(call).rejects.toThrow("unknown option '--no'");
});
