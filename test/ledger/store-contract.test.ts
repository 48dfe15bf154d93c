import { createPostgresLedger } from "../setup/postgres-ledger.ts";
import { testLedgerContract } from "@pegbar/core/platform/adapter/contract/ledger.ts";
import type { LedgerStore } from "@pegbar/core/platform/port";
import { createLedger, getTenantId } from "../setup/ledger.ts";

testLedgerContract("PostgreSQL", async () => {
  const { studios, lumen, orrery, sealing, logKeys, drop } = await createLedger();
  const as = <T>(cb: () => Promise<T>) => studios.runAsPlatform("sequencer", cb);
  return {
    tenants: [getTenantId(lumen), getTenantId(orrery)],
    open: (): LedgerStore => {
      const store = createPostgresLedger({ sealing, logKeys });
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
