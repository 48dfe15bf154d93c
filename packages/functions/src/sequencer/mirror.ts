import { Mirror } from "@pegbar/core/result/ledger/mirror.ts";
import { createLog } from "@pegbar/core/platform/log.ts";
import { readResourceIfLinked, type Resources } from "../resource.ts";

type Chosen = Extract<Resources["Ledger"], { store: "qldb" }>;

const log = createLog("sequencer");

/** Creates a function that copies missing records to a second ledger; undefined if none is configured. */
export function createMirror(): (() => Promise<void>) | undefined {
  const chosen = readResourceIfLinked("Ledger");
  if (chosen?.store !== "qldb") return undefined;
  let opened: Promise<Mirror> | undefined;
  let away: string | undefined;
  return async () => {
    opened ??= open(chosen);
    try {
      const mirror = await opened.catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      await mirror.catchUp();
      if (away !== undefined) log("info", "records are kept in the second ledger again");
      away = undefined;
    } catch (error) {
      if (away !== String(error)) log("warn", "the second ledger is behind, trying again", { error });
      away = String(error);
      throw error;
    }
  };
}

/** Loads the adapter and QLDB's driver, which only platforms with QLDB need. */
async function open({ ledgerName, region, endpoint }: Chosen): Promise<Mirror> {
  const { createQldbLedger } = await import("@pegbar/qldb");
  const connection = { ledger: ledgerName, ...(region ? { region } : {}), ...(endpoint ? { endpoint } : {}) };
  return new Mirror(await createQldbLedger(connection));
}
