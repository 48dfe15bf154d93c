import { expect, test } from "vitest";
import { stages } from "../stage.ts";
import { createPlan, type Planned } from "./plan.ts";

/** Lists all values of a table, recursively. */
const listValues = (value: unknown): unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value).flatMap(listValues) : [value];

/** Finds the paths where two values differ, with both values. */
function* findDifferences(one: unknown, other: unknown, path = ""): Generator<[string, unknown, unknown]> {
  if (one === other) return;
  if (typeof one === "object" && typeof other === "object" && one !== null && other !== null) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)]))
      yield* findDifferences(
        (one as Record<string, unknown>)[key],
        (other as Record<string, unknown>)[key],
        `${path}/${key}`,
      );
    return;
  }
  yield [path, one, other];
}

/** SST appends eight letters to names, which depend on the stage's name. */
const SUFFIX = /(STAGE-\w+)-[a-z]{8}\b/g;
/** The site is built each time. */
const BUILT_AT = /PortalBuilder\/triggers\/0$/;
/** The number of pods of a class equals the GPUs of its pools; an invariant compares them. */
const SUM = /\/maxReplicaCount$/;

/** Masks values that depend on the stage's name: names, and short hashes of them. They do not affect behaviour. */
function maskNames(planned: readonly Planned[], stage: string): Map<string, unknown> {
  const all = JSON.stringify(planned);
  const hashes = [...all.matchAll(/"(?:namespace|sst:ref:kv-namespace)":"([0-9a-f]{4})"/g)].map(
    ([, hash = ""]) => hash,
  );
  const masked = hashes
    .reduce((text, hash) => text.replaceAll(new RegExp(`\\b${hash}\\b`, "g"), "HASH"), all)
    // Except in AWS's name of the bucket with image layers.
    .replaceAll(new RegExp(`${stage}(?!-[a-z]+-[a-z]+-\\d-starport)`, "g"), "STAGE")
    .replaceAll(SUFFIX, "$1");
  return new Map((JSON.parse(masked) as Planned[]).map(({ urn, inputs }) => [urn, inputs]));
}

test("staging and production differ only in the values of the table", async () => {
  const [staging, prod] = [
    maskNames(await createPlan({ stage: "staging" }), "staging"),
    maskNames(await createPlan({ stage: "prod" }), "prod"),
  ];
  const known = (value: unknown, of: "staging" | "prod") => {
    const numbers = listValues(stages[of]).map((one) => (typeof one === "string" ? Number.parseFloat(one) : one));
    // AWS expects numbers of budgets as strings.
    return [...listValues(stages[of]), ...numbers, ...numbers.map(String), undefined].includes(value);
  };
  /** Masks the hours of the stage's budget in an alert's text and expression. */
  const maskHours = (value: unknown, of: "staging" | "prod") =>
    Object.values(stages[of].budget.gpuHoursPerDay).reduce(
      (text, hours) => text.replaceAll(new RegExp(`(> |the )${hours}\\b`, "g"), "$1HOURS"),
      String(value),
    );
  const isBudgetOf = (path: string, one: unknown, other: unknown) =>
    path.includes("alerting_rules") && maskHours(one, "staging") === maskHours(other, "prod");
  const found: string[] = [];
  for (const [urn, inputs] of prod) {
    const before = staging.get(urn);
    // The second region is also a value of the table.
    if (before === undefined) {
      found.push(`only in prod: ${urn.split("::").at(-1)}`);
      continue;
    }
    for (const [path, one, other] of findDifferences(before, inputs))
      if (
        !isBudgetOf(path, one, other) &&
        !SUM.test(path) &&
        !BUILT_AT.test(`${urn}${path}`) &&
        (!known(one, "staging") || !known(other, "prod"))
      )
        found.push(`${urn.split("::").at(-1)}${path}: ${String(one)}, ${String(other)}`);
  }
  for (const urn of staging.keys()) if (!prod.has(urn)) found.push(`only in staging: ${urn.split("::").at(-1)}`);
  expect(found.toSorted()).toEqual(
    [
      "AnchorsReplication",
      ...["Encryption", "Lock", "Private", "Versions", ""].map((part) => `AnchorsVault${part}`),
      "BackedUp",
      "BackupOptIn",
      "BackupRole",
      "BackupVault",
      "Backups",
      "Elsewhere",
      "FarVault",
      "FarVaultLock",
      "ObjectsReplication",
      ...["Encryption", "Lifecycle", "Lock", "Private", "Versions", ""].map((part) => `ObjectsVault${part}`),
      "ReplicationRole",
      "VaultKey",
    ]
      .map((name) => `only in prod: ${name}`)
      .toSorted(),
  );
}, 240_000);
