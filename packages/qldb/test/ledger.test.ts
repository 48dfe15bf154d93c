import { testLedgerContract } from "@pegbar/core/platform/adapter/contract/ledger.ts";
import { createQldbLedger, type QldbLedger } from "@pegbar/qldb";
import { startQldb } from "./server/index.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };

testLedgerContract("QLDB", async () => {
  const server = await startQldb({ ledgers: ["pegbar"], pageSize: 5 });
  const open = () => createQldbLedger({ ledger: "pegbar", endpoint: server.endpoint, credentials, transactions: 3 });
  // Concurrently, so that neither finds tables.
  const clients = await Promise.all(Array.from({ length: 10 }, open));
  let next = 0;
  return {
    tenants: ["ten_a", "ten_b"],
    open: () => clients[next++ % clients.length] as QldbLedger,
    async stop() {
      for (const client of clients) client.close();
      await server.stop();
    },
  };
});
