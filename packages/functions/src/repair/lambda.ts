import { repair, type Repairs } from "@pegbar/core/dispatch/repair.ts";
import { asPlatform, connection, ports, settled } from "../ports.ts";

const adapters = ports(connection("DispatchDatabase", 1));

/** Every minute: puts right what crashes left behind, and answers how much that was. */
export async function handler(): Promise<Repairs> {
  const done = await asPlatform(adapters, "repair", () =>
    repair({ effectSeconds: 5, messageSeconds: 60, intentSeconds: 10, thorough: true }),
  );
  await settled();
  return done;
}
