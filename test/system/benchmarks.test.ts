import { readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseCall, UsageError } from "../../bench/call.ts";
import { isInstalled } from "../../bench/comfy/install.ts";
import { computeMedian, computeQuantile } from "../../bench/statistics.ts";
import { startBench } from "../setup/bench.ts";
import { isChromiumInstalled } from "../setup/browser.ts";
import { createDataFolder } from "../setup/data-folder.ts";
import { ROOT } from "../setup/docs.ts";

/** Type of each field by benchmark, as in docs/benchmarks.md. */
const documented = Object.fromEntries(
  readFileSync(path.join(ROOT, "docs/benchmarks.md"), "utf8")
    .split(/^## /m)
    .flatMap((section) => {
      const name = /^`(\w+)`\n/.exec(section)?.[1];
      const fields = [...section.matchAll(/^\| `(\w+)` +\| (\w+) +\|/gm)].map(([, field = "", type = ""]) => [
        field,
        type,
      ]);
      return name === undefined ? [] : [[name, Object.fromEntries(fields) as Record<string, string>] as const];
    }),
);

const typeOf = (value: unknown): string =>
  typeof value !== "number" ? typeof value : Number.isSafeInteger(value) ? "integer" : "number";

describe("every benchmark with --small", () => {
  const hasBrowser = isChromiumInstalled();
  const hasSdk = isInstalled();
  if (!hasSdk) console.warn("skipped: no comfy-sdk here. `npm run comfy-sdk:install` installs it.");
  /** Benchmarks that cannot run here. */
  const missing = [...(hasBrowser ? [] : ["portal"]), ...(hasSdk ? [] : ["comfy"])];
  let folder: string;
  let said = "";
  let exit: number | null;
  const found: Record<string, Record<string, unknown>> = {};
  beforeAll(async () => {
    folder = createDataFolder("benches");
    const bench = startBench(["all", "--small"], folder);
    const ended = await bench.ended();
    exit = ended.exit;
    said = bench.said();
    for (const line of ended.lines.filter((one) => one.startsWith("{"))) {
      const { bench: name, ...fields } = JSON.parse(line) as { bench: string };
      found[name] = fields;
    }
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is documented, and no other is", () => {
    expect([...Object.keys(found), ...missing].toSorted(), said).toEqual(Object.keys(documented).toSorted());
    expect(exit, said).toBe(missing.length === 0 ? 0 : 1);
  });

  test.for(Object.entries(documented))(
    "%s prints the fields that docs/benchmarks.md lists",
    ([name, fields], { skip }) => {
      if (missing.includes(name)) skip();
      const types = Object.entries(found[name] ?? {}).map(([field, value]) => {
        // A measured number may be whole by chance.
        const type = typeOf(value);
        return [field, type === "integer" && fields[field] === "number" ? "number" : type];
      });
      expect(Object.fromEntries(types), said).toEqual(fields);
      // A ratio of something that was not measured is 0 or not a number.
      for (const [field, value] of Object.entries(found[name] ?? {}))
        if (field.includes("ratio")) expect(value, `${field}: ${said}`).toBeGreaterThan(0);
    },
  );

  test("leaves nothing in the temporary folder", () => {
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("the command", () => {
  const usual = { small: false, jobs: undefined, against: undefined, rounds: 5 };
  test.for([
    ["busy", { ...usual, names: ["busy"] }],
    ["busy --jobs 7", { ...usual, names: ["busy"], jobs: 7 }],
    [
      "--small ledger --against HEAD~1 --rounds 3",
      { names: ["ledger"], small: true, jobs: undefined, against: "HEAD~1", rounds: 3 },
    ],
    ["all --small", { ...usual, names: Object.keys(documented), small: true }],
  ] as const)("%s", ([line, call]) => {
    const { names, ...rest } = parseCall(line.split(" "));
    expect({ ...rest, names: names.toSorted() }).toEqual({ ...call, names: call.names.toSorted() });
  });

  test.for([
    ["", "Name a benchmark."],
    ["speed", "Unknown benchmark: speed."],
    ["toString", "Unknown benchmark: toString."],
    ["busy api", "Name one benchmark only. Unexpected: api."],
    ["busy --jobs 0", '--jobs must be a whole number above 0, not "0".'],
    ["busy --jobs 1.5", '--jobs must be a whole number above 0, not "1.5".'],
    ["submit --jobs 5", "submit does not take --jobs."],
    ["all --jobs 5", "all does not take --jobs."],
    ["busy --rounds 3", "--rounds needs --against COMMIT."],
    ["all --against HEAD", "--against compares one benchmark. Name it."],
    ["busy --fast", /Unknown option '--fast'/],
  ] as const)("%s is refused", ([line, message]) => {
    const call = () => parseCall(line.split(" ").filter((word) => word !== ""));
    expect(call).toThrow(UsageError);
    expect(call).toThrow(message);
  });

  test("exits 2 with the reason and the usage for a wrong call", async () => {
    const bench = startBench(["speed"], tmpdir());
    expect((await bench.ended()).exit).toBe(2);
    expect(bench.said()).toMatch(/^Unknown benchmark: speed\.\n\nnpm run bench -- NAME/);
  });
});

test("a median is the middle value or the mean of two, and a quantile is a measured value", () => {
  expect([computeMedian([3]), computeMedian([9, 1, 5]), computeMedian([4, 1, 3, 2]), computeMedian([])]).toEqual([
    3,
    5,
    2.5,
    Number.NaN,
  ]);
  expect([computeQuantile([10, 30, 20, 40], 0.5), computeQuantile([1, 2, 3], 1), computeQuantile([2, 1], 0)]).toEqual([
    30, 3, 1,
  ]);
});
