import { and, asc, eq, gte, isNotNull, lt } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { LedgerConflict, type LedgerStore } from "../../platform/port/index.ts";
import { leaf, log } from "../../schema/ledger.sql.ts";

/** Number of records in one batch. */
const BATCH = 200;

/** The other ledger differs from the log. An operator must find out which of them was changed. */
class LedgerDiffers extends Error {
  override name = "LedgerDiffers";
}

interface Source {
  id: number;
  tenantId: string;
  /** Number of records under an anchored checkpoint, which a restored backup cannot undo unnoticed. */
  signed: number;
}

/**
 * Copies the records of studios' logs to another ledger, with the same contents and positions. The other ledger always
 * contains the beginning of a log, so that it determines where to continue. Runs as the sequencer role.
 */
export class Mirror {
  readonly #store: LedgerStore;
  /** Number of records of each log that are known to be in the other ledger. */
  readonly #kept = new Map<number, number>();
  /** Last error of each log, so that it is not logged every second. */
  readonly #said = new Map<number, string>();

  constructor(store: LedgerStore) {
    this.#store = store;
  }

  /** Copies signed records that are missing. Throws if the other ledger cannot be reached; it may be called again. */
  async catchUp(): Promise<void> {
    for (const source of await listSources()) {
      try {
        await this.#one(source);
        this.#said.delete(source.id);
      } catch (error) {
        if (!(error instanceof LedgerDiffers || error instanceof LedgerConflict)) throw error;
        this.#say(source, error.message);
      }
    }
  }

  async #one(source: Source): Promise<void> {
    const known = this.#kept.get(source.id);
    if (known !== undefined && known >= source.signed) return;
    let next = known !== undefined && (await this.#holds(source, known - 1)) ? known : await this.#length(source);
    if (known !== undefined && next < known)
      Context.getPorts().log("error", "the second ledger has lost records, which are appended again", {
        tenantId: source.tenantId,
      });
    while (next < source.signed) {
      const leaves = await selectLeaves(source, next, Math.min(next + BATCH, source.signed));
      const receipts = await this.#store.append(
        source.tenantId,
        leaves.map(({ eventId, record }) => ({ eventId, record: JSON.parse(record) as Record<string, unknown> })),
      );
      leaves.forEach((one, at) => assertPlace(one, receipts[at]?.position));
      next += leaves.length;
      this.#kept.set(source.id, next);
    }
    this.#kept.set(source.id, next);
  }

  /** Number of a log's records in the other ledger, by binary search, since it has no gaps. */
  async #length(source: Source): Promise<number> {
    let [low, high] = [0, source.signed];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (await this.#holds(source, middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  async #holds(source: Source, position: number): Promise<boolean> {
    if (position < 0) return true;
    const [own] = await selectLeaves(source, position, position + 1);
    const found = own && (await this.#store.find(source.tenantId, own.eventId));
    if (!own || !found) return false;
    assertPlace(own, found.position);
    if (found.record !== own.record) throw new LedgerConflict(own.eventId);
    return true;
  }

  #say({ id, tenantId }: Source, why: string): void {
    if (this.#said.get(id) === why) return;
    this.#said.set(id, why);
    Context.getPorts().log("error", `the second ledger differs from the log: ${why}`, { tenantId });
  }
}

function assertPlace({ eventId, position }: { eventId: string; position: number }, there: number | undefined): void {
  if (there !== position)
    throw new LedgerDiffers(`the record ${eventId} has position ${there} there, and ${position} in the log`);
}

const listSources = (): Promise<Source[]> =>
  Database.tx(async (tx) => {
    const rows = await tx
      .select({ id: log.id, tenantId: log.tenantId, signed: log.signedSize })
      .from(log)
      .where(isNotNull(log.tenantId))
      .orderBy(asc(log.id));
    return rows.flatMap(({ tenantId, ...rest }) => (tenantId === null ? [] : [{ ...rest, tenantId }]));
  });

/** Records in a range of positions; `to` is exclusive. */
const selectLeaves = ({ id }: Source, from: number, to: number) =>
  Database.tx(async (tx) => {
    const rows = await tx
      .select({ position: leaf.position, eventId: leaf.eventId, record: leaf.record })
      .from(leaf)
      .where(and(eq(leaf.logId, id), gte(leaf.position, from), lt(leaf.position, to)))
      .orderBy(asc(leaf.position));
    return rows.map(({ record, ...rest }) => ({ ...rest, record: Buffer.from(record).toString("utf8") }));
  });
