import { createHash } from "node:crypto";
import {
  encodeCanonical,
  hashEmptyTree,
  hashLeaf,
  MAX_ENTRY,
  computeRootOfPeaks,
  toHex,
  type LogRecord,
} from "@pegbar/verify";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";
import { grow, joinHashes, splitHashes } from "./tree.ts";

/** The head of a log, whose row the transaction has locked. */
export interface Head {
  id: number;
  size: number;
  peaks: Uint8Array[];
}

/** A record that is about to become a leaf, without its log time and its position in the shot's chain. */
export interface Pending {
  eventId: string;
  record: LogRecord;
}

const lockHead = createStatement<{ id: number; size: string; peaks: Uint8Array }>(
  `select id, size, peaks from log where id = :logId for no key update`,
);
const knownEvents = createStatement<{ eventId: string; content: Uint8Array; position: string; hash: Uint8Array }>(
  `select event_id as "eventId", content, position, hash from leaf where log_id = :logId and event_id = any(:eventIds::text[])`,
);
const chainsOf = createStatement<{ shotId: string; count: string; last: Uint8Array }>(
  `select shot_id as "shotId", count, last from shot_chain
   where tenant_id = (select app.tenant()) and shot_id = any(:shotIds::text[])`,
);
/** Arrays of equal length, with one element per leaf. */
const insertLeaves = createStatement(
  `insert into leaf (log_id, tenant_id, position, event_id, content, record, hash)
   select :logId, :tenantId, :size + at - 1, event_id, content, record, hash
   from unnest(:eventIds::text[], :contents::text[]::bytea[], :records::text[]::bytea[], :hashes::text[]::bytea[])
     with ordinality as given (event_id, content, record, hash, at)`,
);
const insertTiles = createStatement(
  `insert into tile_root (log_id, tenant_id, level, position, hash)
   select :logId, :tenantId, level, position, hash
   from unnest(:levels::smallint[], :positions::bigint[], :hashes::text[]::bytea[]) as given (level, position, hash)`,
);
const moveHead = createStatement(`update log set size = :size, peaks = :peaks where id = :logId`);
const keepChains = createStatement(
  `insert into shot_chain (tenant_id, shot_id, count, last)
   select (select app.tenant()), shot_id, count, last
   from unnest(:shotIds::text[], :counts::bigint[], :lasts::text[]::bytea[]) as given (shot_id, count, last)
   on conflict (tenant_id, shot_id) do update set count = excluded.count, last = excluded.last`,
);

/** PostgreSQL literals, because the client does not support arrays of bytes. */
const toLiterals = (all: readonly Uint8Array[]): string[] =>
  all.map((bytes) => `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`);

/** The root of the log. */
export const computeRoot = ({ peaks }: Head): Uint8Array =>
  peaks.length === 0 ? hashEmptyTree() : computeRootOfPeaks(peaks);

/** The shot whose chain a record continues. */
const getShotId = ({ record }: Pending): string | undefined =>
  record["type"] === "asset.generated" || record["type"] === "shot.listed" ? String(record["shotId"]) : undefined;

/** SHA-256 of a pending record. */
export const hashContent = (record: LogRecord): Uint8Array =>
  new Uint8Array(createHash("sha256").update(encodeCanonical(record)).digest());

/** Position of an event in the log. */
export interface Receipt {
  eventId: string;
  position: number;
  hash: Uint8Array;
}

/** Result of a call: its receipts, or the event that exists with other contents. */
export type Outcome = { receipts: Receipt[] } | { conflict: string };

/**
 * Appends events to a log, in order, each once. An event that exists gets its receipt again; with other contents the
 * whole call is refused. Locks the log's head until the transaction ends. Two round trips for any number of calls.
 */
export async function append(
  tx: Database.Tx,
  log: { id: number; tenantId: string | null },
  calls: readonly (readonly Pending[])[],
): Promise<Outcome[]> {
  const events = calls.flat();
  const shots = [...new Set(events.flatMap((event) => getShotId(event) ?? []))];
  const [heads, known, chains] = await Database.runTogether([
    () => lockHead(tx, { logId: log.id }),
    () => knownEvents(tx, { logId: log.id, eventIds: events.map(({ eventId }) => eventId) }),
    ...(shots.length > 0 ? [() => chainsOf(tx, { shotIds: shots })] : []),
  ] as const);
  const [row] = heads;
  if (!row) throw new Error("the log's head is missing");
  const growing = new Growing(
    { id: row.id, size: Number(row.size), peaks: splitHashes(row.peaks) },
    new Map(known.map((one) => [one.eventId, { ...one, position: Number(one.position) }])),
    new Map((chains ?? []).map(({ shotId, count, last }) => [shotId, { count: Number(count), last }])),
  );
  const outcomes = calls.map((call) => growing.take(call));
  await growing.store(tx, log);
  return outcomes;
}

type Kept = Receipt & { content: Uint8Array };

/** A log while events are appended to it. */
class Growing {
  readonly #head: Head;
  readonly #known: Map<string, Kept>;
  readonly #chain: Map<string, { count: number; last: Uint8Array }>;
  readonly #fresh: (Kept & { record: Uint8Array })[] = [];
  readonly #loggedAt = Context.getPorts().clock.now().toISOString();

  constructor(head: Head, known: Map<string, Kept>, chain: Map<string, { count: number; last: Uint8Array }>) {
    this.#head = head;
    this.#known = known;
    this.#chain = chain;
  }

  /** Appends all events of a call, or none. */
  take(call: readonly Pending[]): Outcome {
    const contents = new Map<string, Uint8Array>();
    for (const { eventId, record } of call) {
      const content = hashContent(record);
      const before = contents.get(eventId) ?? this.#known.get(eventId)?.content;
      if (before && !Buffer.from(before).equals(content)) return { conflict: eventId };
      contents.set(eventId, content);
    }
    const receipts = call.map((event) => {
      const { eventId } = event;
      const { position, hash } =
        this.#known.get(eventId) ?? this.#add(event, contents.get(eventId) ?? new Uint8Array());
      return { eventId, position, hash };
    });
    return { receipts };
  }

  #add(event: Pending, content: Uint8Array): Kept {
    const { eventId } = event;
    const record = encodeCanonical({
      ...event.record,
      ...buildChainFields(event, this.#chain),
      loggedAt: this.#loggedAt,
    });
    if (record.length > MAX_ENTRY) throw new Error(`the record of ${eventId} is longer than a log's entry may be`);
    const hash = hashLeaf(record);
    const added = { eventId, content, position: this.#head.size + this.#fresh.length, hash, record };
    this.#fresh.push(added);
    this.#known.set(eventId, added);
    const shotId = getShotId(event);
    if (shotId !== undefined && event.record["type"] === "asset.generated")
      this.#chain.set(shotId, { count: (this.#chain.get(shotId)?.count ?? 0) + 1, last: hash });
    return added;
  }

  async store(tx: Database.Tx, { id, tenantId }: { id: number; tenantId: string | null }): Promise<void> {
    const { size, peaks: edge } = this.#head;
    const fresh = this.#fresh;
    if (fresh.length === 0) return;
    const hashes = fresh.map(({ hash }) => hash);
    const { peaks, tiles } = grow(size, edge, hashes);
    const chains = [...this.#chain];
    await Database.runTogether([
      () =>
        insertLeaves(tx, {
          logId: id,
          tenantId,
          size,
          eventIds: fresh.map(({ eventId }) => eventId),
          contents: toLiterals(fresh.map(({ content }) => content)),
          records: toLiterals(fresh.map(({ record }) => record)),
          hashes: toLiterals(hashes),
        }),
      () => moveHead(tx, { logId: id, size: size + fresh.length, peaks: joinHashes(peaks) }),
      ...(tiles.length > 0
        ? [
            () =>
              insertTiles(tx, {
                logId: id,
                tenantId,
                levels: tiles.map(({ level }) => level),
                positions: tiles.map(({ position }) => position),
                hashes: toLiterals(tiles.map(({ hash }) => hash)),
              }),
          ]
        : []),
      ...(chains.length > 0
        ? [
            () =>
              keepChains(tx, {
                shotIds: chains.map(([shotId]) => shotId),
                counts: chains.map(([, { count }]) => count),
                lasts: toLiterals(chains.map(([, { last }]) => last)),
              }),
          ]
        : []),
    ]);
  }
}

/** A generation's position in its shot, or the count and last leaf of a shot's list. */
function buildChainFields(event: Pending, chain: ReadonlyMap<string, { count: number; last: Uint8Array }>): LogRecord {
  const shotId = getShotId(event);
  if (shotId === undefined) return {};
  const { count, last } = chain.get(shotId) ?? { count: 0, last: undefined };
  const previous = last ? toHex(new Uint8Array(last)) : null;
  return event.record["type"] === "shot.listed"
    ? { count, last: previous }
    : { chain: { shotId, number: count + 1, previous } };
}
