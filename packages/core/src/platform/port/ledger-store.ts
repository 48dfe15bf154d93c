import type { LogRecord } from "@pegbar/verify";

/** What is to be recorded of one event. */
export interface LedgerEvent {
  /** One record an event, however often it is appended. */
  eventId: string;
  record: LogRecord;
}

/** Where the record of an event lies. */
export interface LedgerReceipt {
  eventId: string;
  /** Place in the tenant's own order, without gaps. */
  position: number;
  /** The record's hash as the ledger holds it, hexadecimal. */
  hash: string;
}

export interface LedgerEntry extends LedgerReceipt {
  /** RFC 8785 text: all that was appended, and what the ledger added. */
  record: string;
}

/** That a record lies in a ledger, for whoever has no access to it. */
export interface LedgerProof {
  /** From the record to the head, in the ledger's own form. */
  path: string;
  /** What the path leads to: a signed checkpoint, or a digest, which its holder must have from a source that he trusts. */
  head: string;
}

/** A ledger that records are only ever added to. Each tenant has an order of its own and sees nobody else's. */
export interface LedgerStore {
  /**
   * Appends events of a tenant in the order given, each once: the same again gives the old receipt.
   * @throws LedgerConflict for an event that is there with another record
   */
  append(tenantId: string, events: readonly LedgerEvent[]): Promise<LedgerReceipt[]>;
  find(tenantId: string, eventId: string): Promise<LedgerEntry | undefined>;
  /** A record with its proof against the newest head; undefined when there is no such event. */
  prove(tenantId: string, eventId: string): Promise<{ record: string; proof: LedgerProof } | undefined>;
  /** Whether a proof holds for a record. Asks nobody; false for anything malformed. */
  check(record: string, proof: LedgerProof): boolean;
}

/** An event came again with another record; the first stands. */
export class LedgerConflict extends Error {
  override name = "LedgerConflict";
  readonly eventId: string;

  constructor(eventId: string) {
    super(`the event ${eventId} is recorded with other contents`);
    this.eventId = eventId;
  }
}
