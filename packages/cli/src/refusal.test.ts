import { Command } from "commander";
import { expect, it } from "vitest";
import { PegbarError, type ProblemDetail } from "@pegbar/sdk";
import { createProgram } from "./program.ts";
import { describeRefusal } from "./refusal.ts";

function find(path: string): Command {
  const found = path
    .split(" ")
    .reduce<Command | undefined>(
      (command, name) => command?.commands.find((one) => one.name() === name),
      createProgram(),
    );
  if (!found) throw new Error(`no command ${path}`);
  return found;
}

const REMEDY = "Compare the request with /v1/openapi.json.";
const refuse = (path: string, ...errors: Partial<ProblemDetail>[]) => {
  const first = errors[0];
  const error = new PegbarError(`${first?.pointer}: ${first?.message}`, {
    code: "invalid_request",
    status: 400,
    errors: errors.map((one) => ({ code: "x", message: "must be different", remedy: REMEDY, ...one })),
  });
  return describeRefusal(error, find(path));
};

it.each([
  ["usage", "/query/month", "--month"],
  ["usage", "/query/groupBy", '--by "show"'],
  ["assets", "/query/jobId", "--job"],
  ["submit", "/header/idempotency-key", "--idempotency-key"],
  ["submit", "/timeLimitSeconds", "--time-limit"],
  ["submit", "/parameters/seed", "-p seed"],
  ["submit", "/inputs/layout", "-i layout"],
  ["submit", "/workflow", "<target>"],
  ["submit", "/graph/3/inputs/seed", "3.seed of the graph"],
  ["tokens create", "/name", "<name>"],
  ["tokens create", "/verbs/0", "--verb"],
  ["tokens create", "/expiresInDays", "--expires-in"],
  ["webhooks create", "/url", "<address>"],
  ["webhooks update", "/url", "--address"],
  ["webhooks deliveries", "/param/id", "<webhook>"],
  ["models add", "/vramMib", "--vram"],
  ["erase", "/memberId", "<subject>"],
  ["ledger shot", "/query/withhold", "--withhold"],
  ["jobs", "/something/a~1b", 'value of "something.a/b"'],
])("%s: %s is %s", (path, pointer, name) => {
  expect(refuse(path, { pointer })).toMatchObject({
    exit: "usage",
    message: `Invalid ${name}: must be different.`,
    hint: `See: pegbar ${path} --help`,
  });
});

it.each([
  ["Too small: expected string to have >=1 characters", "it must not be empty"],
  ["Too big: expected string to have <=200 characters", "it must have at most 200 characters"],
  ["Too small: expected array to have >=2 items", "it must have at least 2 items"],
  ["Too big: expected number to be <=100", "it must be at most 100"],
  ['Invalid option: expected one of "a.b"|"c"', "it must be one of a.b, c"],
  ["a month such as 2026-11", "expected a month such as 2026-11"],
  ["Unknown field", "Unknown field"],
])("%s", (message, reason) => {
  expect(refuse("tokens create", { pointer: "/name", message })?.message).toBe(`Invalid <name>: ${reason}.`);
});

it("includes the given value, every error, and options instead of the API's fields", () => {
  const command = find("usage");
  command.setOptionValue("month", "foo");
  const error = new PegbarError("x", {
    code: "invalid_request",
    errors: [{ code: "x", message: "a month", remedy: REMEDY, pointer: "/query/month" }],
  });
  expect(describeRefusal(error, command)?.message).toBe('Invalid --month "foo": expected a month.');
  expect(refuse("tokens create", { pointer: "/name" }, { pointer: "/verbs" })).toMatchObject({
    message: "2 values are invalid:",
    lines: ["Invalid <name>: must be different.", "Invalid --verb: must be different."],
  });
  expect(
    refuse("tokens create", { pointer: "/showIds", message: "Missing", remedy: "Name them: showIds." }),
  ).toMatchObject({ message: "Invalid --show: Missing. Name them: --show." });
});

it("ignores API errors that are not about arguments", () => {
  const error = new PegbarError("no", { code: "forbidden", status: 403 });
  expect(describeRefusal(error, find("jobs"))).toBeUndefined();
});
