import { postgresLedger } from "../setup/postgres-ledger.ts";
import { testLedgerContract } from "@pegbar/core/platform/adapter/contract/ledger.ts";
import type { LedgerStore } from "@pegbar/core/platform/port";
import { freshLedger, tenantOf } from "../setup/ledger.ts";

testLedgerContract("PostgreSQL", async () => {
  const { studios, lumen, orrery, sealing, logKeys, drop } = await freshLedger();
  const as = <T>(cb: () => Promise<T>) => studios.asPlatform("sequencer", cb);
  return {
    tenants: [tenantOf(lumen), tenantOf(orrery)],
    open: (): LedgerStore => {
      const store = postgresLedger({ sealing, logKeys });
      return {
        append: (tenantId, events) => as(() => store.append(tenantId, events)),
        find: (tenantId, eventId) => as(() => store.find(tenantId, eventId)),
        prove: (tenantId, eventId) => as(() => store.prove(tenantId, eventId)),
        check: store.check,
      };
    },
    stop: drop,
  };
});
