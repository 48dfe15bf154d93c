import { createHmac, randomBytes } from "node:crypto";
import { and, count, countDistinct, eq, inArray, sql, type SQL } from "drizzle-orm";
import { commit, type Disclosure } from "@pegbar/verify";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { seal, unseal } from "../seal.ts";
import { disclosure, subjectKey } from "../../schema/ledger.sql.ts";
import type { Erasable, SubjectKind } from "./event.ts";

const KEY_BYTES = 32;

/** The member or input, and the kind of values, that a key is for. */
export interface Subject {
  subjectId: string;
  kind: SubjectKind;
}
const formatName = ({ subjectId, kind }: Subject) => `${subjectId}/${kind}`;
const formatPlace = (tenantId: string, subject: Subject) => `${tenantId}/${formatName(subject)}`;
const getWrappingKey = () => ({ secret: Context.getPorts().ledgerKey, purpose: "subject key" as const });

/** The keys of subjects; missing ones are created. Two transactions that create one at once use the same. */
export async function ensureKeys(
  tx: Database.Tx,
  subjects: readonly Subject[],
): Promise<(subject: Subject) => Uint8Array> {
  const wanted = [...new Map(subjects.map((one) => [formatName(one), one])).values()].toSorted((a, b) =>
    formatName(a) < formatName(b) ? -1 : 1,
  );
  const tenantId = Context.getTenantId();
  const known = new Map<string, Uint8Array>();
  if (wanted.length > 0) {
    const fresh = wanted.map(({ subjectId, kind }) => ({
      tenantId,
      subjectId,
      kind,
      key: seal(randomBytes(KEY_BYTES).toString("hex"), formatPlace(tenantId, { subjectId, kind }), getWrappingKey()),
    }));
    const [, rows] = await Database.runTogether([
      () => tx.insert(subjectKey).values(fresh).onConflictDoNothing(),
      () => selectKeys(tx, wanted),
    ]);
    for (const row of rows) known.set(formatName(row), decryptKey(row));
  }
  return (subject) => {
    const key = known.get(formatName(subject));
    if (!key) throw new Error(`there is no key for ${formatName(subject)}`);
    return key;
  };
}

const selectKeys = (tx: Database.Tx, subjects: readonly Subject[]) =>
  tx
    .select({
      tenantId: subjectKey.tenantId,
      subjectId: subjectKey.subjectId,
      kind: subjectKey.kind,
      key: subjectKey.key,
    })
    .from(subjectKey)
    .where(
      inArray(
        subjectKey.subjectId,
        subjects.map(({ subjectId }) => subjectId),
      ),
    );

const decryptKey = (row: Subject & { tenantId: string; key: Uint8Array }): Uint8Array =>
  Buffer.from(unseal(row.key, formatPlace(row.tenantId, row), getWrappingKey()), "hex");

/**
 * The salt of a value, derived from the subject's key: the same event has the same commitment, and without the key nobody
 * can compute the salt again.
 */
const deriveSalt = (key: Uint8Array, eventId: string, field: string): string =>
  createHmac("sha256", key).update(`pegbar salt\0${eventId}\0${field}`).digest("hex");

type Named = Record<string, unknown> & { eventId: string };

/** Replaces the erasable values of records by commitments. Returns the records, and the encrypted values. */
export async function commitErasable(
  tx: Database.Tx,
  events: readonly { event: Named; places: readonly Erasable[] }[],
) {
  const keyOf = await ensureKeys(
    tx,
    events.flatMap(({ places }) => places),
  );
  const committed = events.map(({ event, places }) => {
    const record = structuredClone(event);
    return { record, kept: places.map((place) => commitField(record, place, keyOf(place))) };
  });
  return { records: committed.map(({ record }) => record), kept: committed.flatMap(({ kept }) => kept) };
}

/** Replaces one value of a record by a commitment. Returns the value, encrypted under its subject's key. */
function commitField(record: Named, { field, subjectId, kind }: Erasable, key: Uint8Array) {
  const { eventId } = record;
  const path = field.split("/").slice(1);
  const last = path.pop() ?? "";
  const parent = path.reduce<Record<string, unknown>>((at, part) => at[part] as Record<string, unknown>, record);
  const value = parent[last];
  parent[last] = commit({ field, salt: deriveSalt(key, eventId, field), value });
  return {
    eventId,
    field,
    subjectId,
    kind,
    value: seal(JSON.stringify(value), `${eventId}${field}`, createDisclosureKey(key)),
  };
}

const createDisclosureKey = (secret: Uint8Array) => ({ secret, purpose: "disclosure" as const });

/** The values of records that have not been erased, except the kinds that are withheld. */
export async function readDisclosures(
  tx: Database.Tx,
  eventIds: readonly string[],
  withheld: readonly SubjectKind[],
): Promise<(eventId: string) => Disclosure[]> {
  const rows =
    eventIds.length === 0
      ? []
      : await tx
          .select({
            tenantId: disclosure.tenantId,
            eventId: disclosure.eventId,
            field: disclosure.field,
            value: disclosure.value,
            subjectId: disclosure.subjectId,
            kind: disclosure.kind,
            key: subjectKey.key,
          })
          .from(disclosure)
          .innerJoin(
            subjectKey,
            and(
              eq(subjectKey.tenantId, disclosure.tenantId),
              eq(subjectKey.subjectId, disclosure.subjectId),
              eq(subjectKey.kind, disclosure.kind),
            ),
          )
          .where(inArray(disclosure.eventId, [...eventIds]))
          .orderBy(disclosure.eventId, disclosure.field);
  const found = rows
    .filter(({ kind }) => !withheld.includes(kind))
    .map((row) => {
      const key = decryptKey(row);
      const { eventId, field } = row;
      const value: unknown = JSON.parse(unseal(row.value, `${eventId}${field}`, createDisclosureKey(key)));
      return { eventId, disclosed: { field, salt: deriveSalt(key, eventId, field), value } };
    });
  const grouped = Map.groupBy(found, ({ eventId }) => eventId);
  return (eventId) => (grouped.get(eventId) ?? []).map(({ disclosed }) => disclosed);
}

const buildValues = (subjects: readonly Subject[]): SQL =>
  sql`(${disclosure.tenantId} = ${Context.getTenantId()} and (${disclosure.subjectId}, ${disclosure.kind}) in (
    select * from unnest(${sql.param(subjects.map(({ subjectId }) => subjectId))}::text[],
      ${sql.param(subjects.map(({ kind }) => kind))}::text[])))`;

/** How many values of how many records are stored for subjects. */
export async function countDisclosed(tx: Database.Tx, subjects: readonly Subject[]) {
  const [found] = await tx
    .select({ values: count(), records: countDistinct(disclosure.eventId) })
    .from(disclosure)
    .where(buildValues(subjects));
  return { values: found?.values ?? 0, records: found?.records ?? 0 };
}

/** Erases subjects: deletes their values, and the keys of those values and of the commitments' salts. */
export async function destroyKeys(tx: Database.Tx, subjects: readonly Subject[]) {
  const counted = await countDisclosed(tx, subjects);
  await tx.delete(disclosure).where(buildValues(subjects));
  for (const { subjectId, kind } of subjects)
    await tx.delete(subjectKey).where(and(eq(subjectKey.subjectId, subjectId), eq(subjectKey.kind, kind)));
  return counted;
}
