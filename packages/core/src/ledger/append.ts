import { createHash } from "node:crypto";
import { canonicalBytes, emptyRoot, leafHash, MAX_ENTRY, rootOfPeaks, toHex, type LogRecord } from "@pegbar/verify";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { statement } from "../database/statement.ts";
import { grow, joined, parted } from "./tree.ts";

/** The head of a log whose row this transaction holds. */
export interface Head {
  id: number;
  size: number;
  peaks: Uint8Array[];
}

/** What is to become a leaf: a record without the time of its logging and its place in the shot's chain. */
export interface Pending {
  eventId: string;
  record: LogRecord;
}

const lockHead = statement<{ id: number; size: string; peaks: Uint8Array }>(
  `select id, size, peaks from log where id = $1 for no key update`,
);
const knownEvents = statement<{ eventId: string; content: Uint8Array }>(
  `select event_id as "eventId", content from leaf where log_id = $1 and event_id = any($2::text[])`,
);
const chainsOf = statement<{ shotId: string; count: string; last: Uint8Array }>(
  `select shot_id as "shotId", count, last from shot_chain
   where tenant_id = (select app.tenant()) and shot_id = any($1::text[])`,
);
/** Arrays of one length: a leaf each. */
const insertLeaves = statement(
  `insert into leaf (log_id, tenant_id, position, event_id, content, record, hash)
   select $1, $2, $3 + at - 1, event_id, content, record, hash
   from unnest($4::text[], $5::text[]::bytea[], $6::text[]::bytea[], $7::text[]::bytea[])
     with ordinality as given (event_id, content, record, hash, at)`,
);
const insertTiles = statement(
  `insert into tile_root (log_id, tenant_id, level, position, hash)
   select $1, $2, level, position, hash
   from unnest($3::smallint[], $4::bigint[], $5::text[]::bytea[]) as given (level, position, hash)`,
);
const moveHead = statement(`update log set size = $2, peaks = $3 where id = $1`);
const keepChains = statement(
  `insert into shot_chain (tenant_id, shot_id, count, last)
   select (select app.tenant()), shot_id, count, last
   from unnest($1::text[], $2::bigint[], $3::text[]::bytea[]) as given (shot_id, count, last)
   on conflict (tenant_id, shot_id) do update set count = excluded.count, last = excluded.last`,
);

/** As PostgreSQL reads bytes; the client knows no arrays of them. */
const literals = (all: readonly Uint8Array[]): string[] =>
  all.map((bytes) => `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`);

/** The log's root, as its head has it. */
export const rootOf = ({ peaks }: Head): Uint8Array => (peaks.length === 0 ? emptyRoot() : rootOfPeaks(peaks));

/** The shot that a record continues the chain of. */
const chained = ({ record }: Pending): string | undefined =>
  record["type"] === "asset.generated" || record["type"] === "shot.listed" ? String(record["shotId"]) : undefined;

/** SHA-256 of what was intended. */
export const contentOf = (record: LogRecord): Uint8Array =>
  new Uint8Array(createHash("sha256").update(canonicalBytes(record)).digest());

/**
 * Appends events to a log, in order, each once. An event that is there already is passed over; with other contents it is
 * refused, and raises an alarm. Takes the row of the log's head and holds it until the transaction ends. Two round trips.
 */
export async function append(
  tx: Database.Tx,
  log: { id: number; tenantId: string | null },
  events: readonly Pending[],
): Promise<Head> {
  const shots = [...new Set(events.flatMap((event) => chained(event) ?? []))];
  const [heads, known, chains] = await Database.together([
    () => lockHead(tx, log.id),
    () =>
      knownEvents(
        tx,
        log.id,
        events.map(({ eventId }) => eventId),
      ),
    ...(shots.length > 0 ? [() => chainsOf(tx, shots)] : []),
  ] as const);
  const [row] = heads;
  if (!row) throw new Error("the log's head is missing");
  const head: Head = { id: row.id, size: Number(row.size), peaks: parted(row.peaks) };
  const contents = new Map(known.map(({ eventId, content }) => [eventId, content]));
  const fresh: (Pending & { content: Uint8Array })[] = [];
  for (const event of events) {
    const content = contentOf(event.record);
    const before = contents.get(event.eventId);
    if (before && !Buffer.from(before).equals(content))
      Context.ports().log("error", "an event was recorded twice with different contents; the first stands", {
        eventId: event.eventId,
      });
    if (before) continue;
    contents.set(event.eventId, content);
    fresh.push({ ...event, content });
  }
  if (fresh.length === 0) return head;
  const chain = new Map((chains ?? []).map(({ shotId, count, last }) => [shotId, { count: Number(count), last }]));
  const loggedAt = Context.ports().clock.now().toISOString();
  const records: Uint8Array[] = [];
  const hashes: Uint8Array[] = [];
  for (const event of fresh) {
    const bytes = canonicalBytes({ ...event.record, ...linked(event, chain), loggedAt });
    if (bytes.length > MAX_ENTRY) throw new Error(`the record of ${event.eventId} is longer than a log's entry may be`);
    const hash = leafHash(bytes);
    records.push(bytes);
    hashes.push(hash);
    const shotId = chained(event);
    if (shotId !== undefined && event.record["type"] === "asset.generated")
      chain.set(shotId, { count: (chain.get(shotId)?.count ?? 0) + 1, last: hash });
  }
  const { peaks, tiles } = grow(head.size, head.peaks, hashes);
  const size = head.size + fresh.length;
  const ids = fresh.map(({ eventId }) => eventId);
  const given = fresh.map(({ content }) => content);
  await Database.together([
    () => insertLeaves(tx, log.id, log.tenantId, head.size, ids, literals(given), literals(records), literals(hashes)),
    () => moveHead(tx, log.id, size, joined(peaks)),
    ...(tiles.length > 0
      ? [
          () =>
            insertTiles(
              tx,
              log.id,
              log.tenantId,
              tiles.map(({ level }) => level),
              tiles.map(({ position }) => position),
              literals(tiles.map(({ hash }) => hash)),
            ),
        ]
      : []),
    ...(chain.size > 0
      ? [
          () =>
            keepChains(
              tx,
              [...chain.keys()],
              [...chain.values()].map(({ count }) => count),
              literals([...chain.values()].map(({ last }) => last)),
            ),
        ]
      : []),
  ]);
  return { id: head.id, size, peaks };
}

/** A generation's place in its shot, and what a shot's list says of all before it. */
function linked(event: Pending, chain: ReadonlyMap<string, { count: number; last: Uint8Array }>): LogRecord {
  const shotId = chained(event);
  if (shotId === undefined) return {};
  const { count, last } = chain.get(shotId) ?? { count: 0, last: undefined };
  const previous = last ? toHex(new Uint8Array(last)) : null;
  return event.record["type"] === "shot.listed"
    ? { count, last: previous }
    : { chain: { shotId, number: count + 1, previous } };
}
