import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Ports } from "@pegbar/core/platform/port";
import { noMetrics } from "@pegbar/telemetry/metric/metrics.ts";
import { createApi } from "@pegbar/functions/api/app.ts";
import { types } from "../packages/sdk/scripts/types.ts";

const SDK = path.join(import.meta.dirname, "../packages/sdk");
const DOCUMENT = path.join(SDK, "openapi.json");
const SCHEMA = path.join(SDK, "src/schema.ts");

/** The document as the API serves it. The request uses no port. */
async function readOpenApi(): Promise<string> {
  const ports = { log: () => undefined, metrics: noMetrics } as unknown as Ports;
  const app = createApi({
    ports: { app: ports, identity: ports, operator: ports, public: ports },
    issuer: {
      issuer: "http://127.0.0.1",
      audience: "pegbar",
      jwksUri: "http://127.0.0.1/jwks",
      client: { id: "pegbar" },
    },
    logKeys: [],
    eventsWindowMs: 0,
  });
  const response = await app.request("/v1/openapi.json");
  if (!response.ok) throw new Error(`/v1/openapi.json answered ${response.status}`);
  return JSON.stringify(await response.json());
}

const document = await readOpenApi();
const wanted: [string, string][] = [
  [DOCUMENT, `${JSON.stringify(JSON.parse(document), null, 2)}\n`],
  [SCHEMA, await types(document)],
];
const stale = wanted.filter(([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text);
if (!process.argv.includes("--check")) for (const [file, text] of stale) writeFileSync(file, text);
else if (stale.length > 0) {
  const names = stale.map(([file]) => path.relative(process.cwd(), file)).join(" and ");
  console.error(`${names} are out of date. Run: npm run sdk:generate`);
  process.exit(1);
}
