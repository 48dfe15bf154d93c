#!/usr/bin/env node
import { parseArgs } from "node:util";
import { makeOptionFolder } from "@pegbar/sdk/node";
import { formatVerifierKey, parseVerifierKey } from "@pegbar/verify";
import { loadIdentity, isMade } from "./identity.ts";
import { lock } from "./lock.ts";
import { createWitnessServer } from "./server.ts";
import { State } from "./state.ts";

const USAGE = `pegbar-witness serve --dir DIR --log VKEY [--log VKEY] [--name NAME] [--port N] [--host H]
pegbar-witness key --dir DIR [--name NAME]`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dir: { type: "string" },
      log: { type: "string", multiple: true },
      name: { type: "string" },
      port: { type: "string", default: "7380" },
      host: { type: "string", default: "127.0.0.1" },
    },
  });
  const { dir, name, host } = values;
  const [command, ...more] = positionals;
  if (dir === undefined || more.length > 0 || (command !== "serve" && command !== "key")) throw new Error(USAGE);
  await makeOptionFolder("--dir", dir, 0o700);
  if (command === "key") {
    // A running witness only reads its keys; only one process may create them.
    const making = isMade(dir) ? undefined : lock(dir);
    for (const key of loadIdentity(dir, name).keys) console.log(formatVerifierKey(key));
    making?.release();
    return;
  }
  const trusted = (values.log ?? []).map((text) => {
    const key = parseVerifierKey(text);
    if (!key) throw new Error(`${text} is not a verifier key`);
    return key;
  });
  if (trusted.length === 0) throw new Error(USAGE);
  const held = lock(dir);
  const self = loadIdentity(dir, name);
  const state = new State(dir, self.keys);
  state.demandWhole();
  const server = createWitnessServer({ trusted, state, self }, (line) => console.log(line));
  server.listen(Number(values.port), host, () => {
    const address = server.address();
    console.log(`listening on http://${host}:${typeof address === "object" ? address?.port : ""}`);
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      server.close(() => held.release());
      server.closeIdleConnections();
    });
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
