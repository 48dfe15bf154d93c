import type { GetRevisionCommandOutput, QLDB } from "@aws-sdk/client-qldb";
import type { QldbDriver, TransactionExecutor } from "amazon-qldb-driver-nodejs";
import { dumpText, load, type dom } from "ion-js";
import pLimit, { type LimitFunction } from "p-limit";
import { listItems, hash } from "./verify/ion.ts";

export interface Connection {
  /** Name of the ledger. */
  ledger: string;
  /** Where the service is; Amazon's own was by region. */
  endpoint?: string;
  region?: string;
  /** From the AWS environment if not given. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Transactions that run at the same time. Default: 8. */
  transactions?: number;
}

const TRANSACTIONS = 8;
/** Writers of one tenant conflict by design; the last of many must still come to its turn. */
const CONFLICTS = 30;
const OTHER_RETRIES = 4;
/** One that takes requests and never answers is away, too. */
const PATIENCE = { connectionTimeout: 5000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** How long to wait before a transaction is run again; throws when it is not to be, which ends it. */
function computeBackoff(attempt: number, error: Error): number {
  const hopeless = error.name === "BadRequestException" || attempt > OTHER_RETRIES;
  if (hopeless && error.name !== "OccConflictException") throw error;
  return Math.random() * Math.min(1000, 10 * 2 ** attempt);
}

/** Opens a ledger. The driver and the service's client are loaded here alone: a process without QLDB never loads them. */
export async function connect({ ledger, transactions = TRANSACTIONS, region = "us-east-1", ...rest }: Connection) {
  const [{ QldbDriver, RetryConfig }, { QLDB }] = await Promise.all([
    import("amazon-qldb-driver-nodejs"),
    import("@aws-sdk/client-qldb"),
  ]);
  const config = { region, ...rest };
  const retries = new RetryConfig(CONFLICTS, computeBackoff);
  const open = () => new QldbDriver(ledger, { ...config }, PATIENCE, transactions, retries);
  return new Client(ledger, open, new QLDB({ ...config, requestHandler: PATIENCE }), pLimit(transactions));
}

export class Client {
  readonly #ledger: string;
  readonly #open: () => QldbDriver;
  readonly #service: QLDB;
  readonly #limit: LimitFunction;
  #driver: QldbDriver;

  constructor(ledger: string, open: () => QldbDriver, service: QLDB, limit: LimitFunction) {
    this.#ledger = ledger;
    this.#open = open;
    this.#driver = open();
    this.#service = service;
    this.#limit = limit;
  }

  /** Runs a transaction. The driver may run it again from its beginning, and refuses rather than waits when too many run. */
  transact<T>(work: (tx: TransactionExecutor) => Promise<T>): Promise<T> {
    return this.#limit(async () => {
      const driver = this.#driver;
      try {
        return await driver.executeLambda(work);
      } catch (error) {
        if (!(error instanceof Error && error.name === "SessionPoolEmptyError")) throw error;
        // The driver loses a place in its pool with each session that it cannot start. There is room for every transaction.
        if (driver === this.#driver) this.#driver = this.#open();
        driver.close();
        return this.#driver.executeLambda(work);
      }
    });
  }

  /** A revision with the newest digest and the hashes between. */
  async prove(revision: dom.Value, documentId: string) {
    const { Digest, DigestTipAddress } = await this.#service.getDigest({ Name: this.#ledger });
    const answer = await this.#service.getRevision({
      Name: this.#ledger,
      DocumentId: documentId,
      BlockAddress: { IonText: dumpText(revision.get("blockAddress")) },
      DigestTipAddress,
    });
    if (!Digest) throw new Error("QLDB gave no digest");
    return { ...readAnswer(answer), digest: new Uint8Array(Digest) };
  }

  close(): void {
    this.#driver.close();
    this.#service.destroy();
  }
}

function readAnswer({ Proof, Revision }: GetRevisionCommandOutput) {
  const [proof, revision] = [load(Proof?.IonText ?? ""), load(Revision?.IonText ?? "")];
  if (!proof || !revision) throw new Error("QLDB gave no proof of a revision");
  return { revision, hashes: listItems(proof).map(hash) };
}
