import type { LogRecord } from "@pegbar/verify";

/** The record of an event that is to be appended. */
export interface LedgerEvent {
  /** Unique name of the event. Appending it again adds no record. */
  eventId: string;
  record: LogRecord;
}

/** Position of an event's record in the ledger. */
export interface LedgerReceipt {
  eventId: string;
  /** Position in the tenant's sequence, without gaps. */
  position: number;
  /** Hash of the record in the ledger, in hexadecimal. */
  hash: string;
}

export interface LedgerEntry extends LedgerReceipt {
  /** RFC 8785 text: the appended record, and what the ledger added. */
  record: string;
}

/** Proof that a record is in a ledger, for readers without access to the ledger. */
export interface LedgerProof {
  /** Path from the record to the head, in the ledger's format. */
  path: string;
  /**
   * The head that the path leads to: a signed checkpoint, or a digest that the verifier must get from a trusted source.
   */
  head: string;
}

/** An append-only ledger. Each tenant has its own sequence and cannot read those of others. */
export interface LedgerStore {
  /**
   * Appends events of a tenant in the given order, each once. Appending the same event again returns its receipt.
   * @throws LedgerConflict for an event that exists with another record
   */
  append(tenantId: string, events: readonly LedgerEvent[]): Promise<LedgerReceipt[]>;
  find(tenantId: string, eventId: string): Promise<LedgerEntry | undefined>;
  /** A record with its proof for the newest head; undefined if the event does not exist. */
  prove(tenantId: string, eventId: string): Promise<{ record: string; proof: LedgerProof } | undefined>;
  /** Whether a proof is valid for a record, without network access; false for malformed input. */
  check(record: string, proof: LedgerProof): boolean;
}

/** An event was appended again with another record. The first record stays. */
export class LedgerConflict extends Error {
  override name = "LedgerConflict";
  readonly eventId: string;

  constructor(eventId: string) {
    super(`the event ${eventId} is recorded with other contents`);
    this.eventId = eventId;
  }
}
