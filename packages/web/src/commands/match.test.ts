import { expect, test } from "vitest";
import type { Command } from "./commands.ts";
import { matchCommands } from "./match.ts";

const run = () => undefined;
const commands: Command[] = [
  { id: "1", name: "Go to Pictures", run },
  { id: "2", name: "Next attempt", run },
  { id: "3", name: "Pictures of this shot", run },
  { id: "4", name: "Pictures to hide", run, isEnabled: false },
];

test.each([
  ["", ["1", "2", "3"]],
  ["pic", ["3", "1"]],
  ["PICTURES go", ["1"]],
  ["attempt next", ["2"]],
  ["nothing", []],
])("%j finds %j", (query, ids) => {
  expect(matchCommands(commands, query).map(({ id }) => id)).toEqual(ids);
});
