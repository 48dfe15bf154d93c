import { expect, test } from "vitest";
import { stages } from "../stage.ts";
import { createPlan, type Planned } from "./plan.ts";

/** All values of a table, however deep. */
const valuesIn = (value: unknown): unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value).flatMap(valuesIn) : [value];

/** Where two values differ, with both. */
function* differences(one: unknown, other: unknown, path = ""): Generator<[string, unknown, unknown]> {
  if (one === other) return;
  if (typeof one === "object" && typeof other === "object" && one !== null && other !== null) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)]))
      yield* differences(
        (one as Record<string, unknown>)[key],
        (other as Record<string, unknown>)[key],
        `${path}/${key}`,
      );
    return;
  }
  yield [path, one, other];
}

/** SST ends names with eight letters, made of the stage's name. */
const SUFFIX = /(STAGE-\w+)-[a-z]{8}\b/g;
/** The site is built anew each time. */
const BUILT_AT = /PortalBuilder\/triggers\/0$/;
/** A class may have as many pods as its pools have GPUs: an invariant of its own compares them. */
const SUM = /\/maxReplicaCount$/;

/** What a stage's name leads to: names, and short hashes of them. None of it is anything that a stage does. */
function plain(planned: readonly Planned[], stage: string): Map<string, unknown> {
  const all = JSON.stringify(planned);
  const hashes = [...all.matchAll(/"(?:namespace|sst:ref:kv-namespace)":"([0-9a-f]{4})"/g)].map(
    ([, hash = ""]) => hash,
  );
  const masked = hashes
    .reduce((text, hash) => text.replaceAll(new RegExp(`\\b${hash}\\b`, "g"), "HASH"), all)
    // The bucket of image layers is called so by AWS.
    .replaceAll(new RegExp(`${stage}(?!-[a-z]+-[a-z]+-\\d-starport)`, "g"), "STAGE")
    .replaceAll(SUFFIX, "$1");
  return new Map((JSON.parse(masked) as Planned[]).map(({ urn, inputs }) => [urn, inputs]));
}

test("staging and production differ in the table's values, and in nothing else", async () => {
  const [staging, prod] = [
    plain(await createPlan({ stage: "staging" }), "staging"),
    plain(await createPlan({ stage: "prod" }), "prod"),
  ];
  const known = (value: unknown, of: "staging" | "prod") => {
    const numbers = valuesIn(stages[of]).map((one) => (typeof one === "string" ? Number.parseFloat(one) : one));
    // Budgets are texts in AWS.
    return [...valuesIn(stages[of]), ...numbers, ...numbers.map(String), undefined].includes(value);
  };
  /** An alert's text and expression without the hours of its stage's budget. */
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
    // A copy of backups elsewhere is a value of the table, too.
    if (before === undefined) {
      found.push(`only in prod: ${urn.split("::").at(-1)}`);
      continue;
    }
    for (const [path, one, other] of differences(before, inputs))
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
