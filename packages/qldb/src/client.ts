import type { GetRevisionCommandOutput, QLDB } from "@aws-sdk/client-qldb";
import type { QldbDriver, TransactionExecutor } from "amazon-qldb-driver-nodejs";
import { dumpText, load, type dom } from "ion-js";
import pLimit, { type LimitFunction } from "p-limit";
import { listItems, hash } from "./verify/ion.ts";

export interface Connection {
  /** Name of the ledger. */
  ledger: string;
  /** URL of the service. Default: Amazon's for the region. */
  endpoint?: string;
  region?: string;
  /** Default: from the AWS environment. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Maximum number of concurrent transactions. Default: 8. */
  transactions?: number;
}

const TRANSACTIONS = 8;
/** Maximum number of conflicts. Writers of one tenant always conflict, and the last of many must succeed too. */
const CONFLICTS = 30;
const OTHER_RETRIES = 4;
/** Timeouts, because a service may accept requests and never answer. */
const PATIENCE = { connectionTimeout: 5000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** Delay before a transaction is run again, in milliseconds. Throws if it is not retried. */
function computeBackoff(attempt: number, error: Error): number {
  const hopeless = error.name === "BadRequestException" || attempt > OTHER_RETRIES;
  if (hopeless && error.name !== "OccConflictException") throw error;
  return Math.random() * Math.min(1000, 10 * 2 ** attempt);
}

/**
 * Opens a ledger. Only this function loads the driver and the service's client, so that processes without QLDB do not.
 */
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

  /** Runs a transaction. The driver may run it several times, and throws instead of waiting if too many are running. */
  transact<T>(work: (tx: TransactionExecutor) => Promise<T>): Promise<T> {
    return this.#limit(async () => {
      const driver = this.#driver;
      try {
        return await driver.executeLambda(work);
      } catch (error) {
        if (!(error instanceof Error && error.name === "SessionPoolEmptyError")) throw error;
        // The driver's pool shrinks with each session that cannot be started. The limit above leaves room for every
        // transaction.
        if (driver === this.#driver) this.#driver = this.#open();
        driver.close();
        return this.#driver.executeLambda(work);
      }
    });
  }

  /** A revision with the newest digest and the path between them. */
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
