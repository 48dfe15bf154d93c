import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getRoleScope, type Permission, type RuledRole } from "@pegbar/core/platform/access";
import { startApi, type TestApi } from "../setup/api.ts";

/** Installed by `npm run fuzz:install`, or on the path. */
const OWN = path.join(import.meta.dirname, "../../.tools/fuzz/bin/schemathesis");
const command = existsSync(OWN) ? OWN : "schemathesis";
const here = spawnSync(command, ["--version"]).status === 0;
if (!here)
  console.warn("skipped: no schemathesis here. `npm run fuzz:install` brings it where there is a Python 3.10.");

/**
 * Excluded: streams, which take too long and are tested in test/api/events.test.ts, and sign-out, after which every
 * response would be 401.
 */
const EXCLUDED = "(events|sign-out)$";
/**
 * An admin may use every operation of a studio, so an admin also runs sequences of requests. Other roles run only the phase that tries
 * every constraint of the document, on the operations that they may use on other rows than an admin;
 * test/api/access.test.ts tests the rest.
 * `PEGBAR_FUZZ_EXAMPLES=15` runs all phases and operations as every role, with more examples.
 */
const ALL_PHASES = "examples,coverage,fuzzing,stateful";
/** Without random requests, which only the thorough mode sends: the tests must end within 20 minutes on two cores. */
const USUAL_PHASES = "examples,coverage,stateful";
const { PEGBAR_FUZZ_EXAMPLES: THOROUGH } = process.env;
const EXAMPLES = THOROUGH ?? "3";
const RUNS: readonly { email: string; role: RuledRole }[] = [
  { email: "admin@lumen.example", role: "admin" },
  { email: "artist@lumen.example", role: "artist" },
  { email: "operator@pegbar.example", role: "operator" },
];
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_schema_conformance",
  "negative_data_rejection",
  "unsupported_method",
  "ignored_auth",
];

let api: TestApi;
const scratch = mkdtempSync(path.join(tmpdir(), "pegbar-fuzz-"));
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.stop();
  rmSync(scratch, { recursive: true });
});

test.skipIf(!here).each(RUNS)(
  "no generated request gets $email a 5xx or an undocumented response",
  { timeout: 400_000 },
  async ({ email, role }) => {
    const isEverything = role === "admin" || THOROUGH !== undefined;
    const allowed = api.document.operations.flatMap(({ id, verb }) => {
      if (verb === undefined) return [];
      const scope = getRoleScope(verb as Permission, role);
      const isAdmins = role !== "admin" && scope === getRoleScope(verb as Permission, "admin");
      return scope && (!isAdmins || THOROUGH !== undefined) ? [id] : [];
    });
    expect(allowed.length).toBeGreaterThan(10);
    const token = await api.issuer.sign(email, { exp: api.issuer.now() + 3000 });
    const fuzzer = spawn(
      command,
      [
        `--config-file=${path.join(import.meta.dirname, "../setup/schemathesis.toml")}`,
        "run",
        `${api.url}/v1/openapi.json`,
        `--header=Authorization: Bearer ${token}`,
        `--phases=${THOROUGH !== undefined ? ALL_PHASES : isEverything ? USUAL_PHASES : "examples,coverage"}`,
        `--max-examples=${EXAMPLES}`,
        "--seed=1",
        `--checks=${CHECKS.join(",")}`,
        `--exclude-path-regex=${EXCLUDED}`,
        ...(isEverything ? [] : [`--include-operation-id-regex=^(${allowed.join("|")})$`]),
        "--continue-on-failure",
        "--no-color",
      ],
      // It stores its findings in the working directory.
      { cwd: scratch, stdio: ["ignore", "pipe", "inherit"] },
    );
    const [report, [code]] = await Promise.all([text(fuzzer.stdout), once(fuzzer, "exit") as Promise<[number]>]);
    const failures = /=+ FAILURES =+[^]*?(?==+ (?:WARNINGS|SUMMARY) =+)/.exec(report)?.[0] ?? report.slice(-3000);
    expect(code, failures).toBe(0);
    const least = isEverything ? 1000 : 20 * allowed.length;
    expect(Number(/(\d+) generated/.exec(report)?.[1])).toBeGreaterThan(least);
    expect(api.studios.logged.filter(({ level }) => level === "error")).toEqual([]);
  },
);
