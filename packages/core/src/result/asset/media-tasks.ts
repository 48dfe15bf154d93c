import type * as Database from "../../platform/database/index.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import { getCredentialPlace } from "./credential-place.ts";

interface Row {
  id: string;
  tenantId: string;
  contentType: string;
}

const createTask = (task: "describe-asset" | "credential-asset", { tenantId, id }: Row): Outbox.Effect => ({
  to: "media",
  task: { task, tenantId, assetId: id },
});

/** Enqueues the tasks that describe new results' files. */
export const enqueueDescriptions = (tx: Database.Tx, rows: readonly Row[]): Promise<void> =>
  enqueue(
    tx,
    rows
      .filter(({ contentType }) => /^(image|video|audio|model)\/|safetensors$/.test(contentType))
      .map((row) => createTask("describe-asset", row)),
  );

/** Enqueues the tasks that give new results content credentials, where their type has any. */
export const enqueueCredentials = (tx: Database.Tx, rows: readonly Row[]): Promise<void> =>
  enqueue(
    tx,
    rows.filter((row) => getCredentialPlace(row) !== "none").map((row) => createTask("credential-asset", row)),
  );

async function enqueue(tx: Database.Tx, effects: readonly Outbox.Effect[]): Promise<void> {
  if (effects.length > 0) await Outbox.enqueueEffects(tx, effects);
}
