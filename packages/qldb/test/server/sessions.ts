import { dumpBinary } from "ion-js";
import * as z from "zod";
import { newId } from "./id.ts";
import type { Ledger } from "./ledger.ts";
import { badRequest, Refusal } from "./refusal.ts";
import { Transaction } from "./transaction.ts";

const Blob = z.base64().transform((text) => new Uint8Array(Buffer.from(text, "base64")));
const OfTransaction = z.object({ TransactionId: z.string() });
export const Command = z.object({
  SessionToken: z.string().optional(),
  StartSession: z.object({ LedgerName: z.string() }).optional(),
  StartTransaction: z.object({}).optional(),
  ExecuteStatement: OfTransaction.extend({
    Statement: z.string(),
    Parameters: z.array(z.object({ IonBinary: Blob })).default([]),
  }).optional(),
  FetchPage: OfTransaction.extend({ NextPageToken: z.string() }).optional(),
  CommitTransaction: OfTransaction.extend({ CommitDigest: Blob }).optional(),
  AbortTransaction: z.object({}).optional(),
  EndSession: z.object({}).optional(),
});

export interface Limits {
  /** Maximum duration of a transaction. QLDB's is thirty seconds. */
  transactionMs: number;
  /** Lifetime of a session. */
  sessionMs: number;
  /** Values per page. */
  pageSize: number;
}

interface Open {
  transaction: Transaction;
  expires: number;
  /** Pages that have not been fetched, by their tokens. */
  pages: Map<string, unknown[]>;
}

interface Session {
  ledger: Ledger;
  expires: number;
  open: Open | undefined;
}

/** Sessions of clients, each with at most one transaction. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #limits: Limits;
  readonly #find: (name: string) => Ledger | undefined;

  constructor(limits: Limits, find: (name: string) => Ledger | undefined) {
    this.#limits = limits;
    this.#find = find;
  }

  answer(command: z.output<typeof Command>): Record<string, unknown> {
    if (command.StartSession) return { StartSession: this.#start(command.StartSession.LedgerName) };
    const token = command.SessionToken ?? "";
    const session = this.#sessions.get(token);
    if (!session || session.expires < Date.now()) {
      this.#sessions.delete(token);
      throw new Refusal("InvalidSessionException", "Session expired or unknown");
    }
    if (command.StartTransaction) return { StartTransaction: this.#begin(session) };
    if (command.ExecuteStatement) {
      const { TransactionId, Statement, Parameters } = command.ExecuteStatement;
      const open = current(session, TransactionId);
      const values = open.transaction.execute(
        Statement,
        Parameters.map(({ IonBinary }) => IonBinary),
      );
      return { ExecuteStatement: { FirstPage: this.#page(open, values) } };
    }
    if (command.FetchPage) {
      const { TransactionId, NextPageToken } = command.FetchPage;
      const open = current(session, TransactionId);
      const values = open.pages.get(NextPageToken);
      if (!values) throw badRequest("this page is unknown");
      open.pages.delete(NextPageToken);
      return { FetchPage: { Page: this.#page(open, values) } };
    }
    if (command.CommitTransaction) {
      const { TransactionId, CommitDigest } = command.CommitTransaction;
      const { transaction } = current(session, TransactionId);
      // Ends the transaction in any case.
      session.open = undefined;
      const digest = transaction.commit(CommitDigest);
      return { CommitTransaction: { TransactionId, CommitDigest: Buffer.from(digest).toString("base64") } };
    }
    if (command.AbortTransaction) {
      session.open = undefined;
      return { AbortTransaction: {} };
    }
    if (command.EndSession) {
      this.#sessions.delete(token);
      return { EndSession: {} };
    }
    throw badRequest("there is no command");
  }

  #start(name: string) {
    const ledger = this.#find(name);
    if (!ledger) throw badRequest(`The ledger with name ${name} is not found`);
    const token = newId();
    this.#sessions.set(token, { ledger, expires: Date.now() + this.#limits.sessionMs, open: undefined });
    return { SessionToken: token };
  }

  #begin(session: Session) {
    if (session.open && session.open.expires >= Date.now()) throw badRequest("a transaction is open already");
    const transaction = new Transaction(session.ledger);
    session.open = { transaction, expires: Date.now() + this.#limits.transactionMs, pages: new Map() };
    return { TransactionId: transaction.id };
  }

  #page(open: Open, values: readonly unknown[]) {
    const now = values.slice(0, this.#limits.pageSize);
    const later = values.slice(this.#limits.pageSize);
    const token = later.length > 0 ? newId() : undefined;
    if (token !== undefined) open.pages.set(token, later);
    return {
      Values: now.map((value) => ({ IonBinary: Buffer.from(dumpBinary(value)).toString("base64") })),
      ...(token === undefined ? {} : { NextPageToken: token }),
    };
  }
}

function current(session: Session, transactionId: string): Open {
  const { open } = session;
  if (open?.transaction.id !== transactionId) throw badRequest("this transaction is not open");
  if (open.expires >= Date.now()) return open;
  session.open = undefined;
  // The driver recognizes by this message that the session continues.
  throw new Refusal("InvalidSessionException", `Transaction ${transactionId} has expired`);
}
