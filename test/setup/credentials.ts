import { createHash } from "node:crypto";
import { Reader } from "@contentauth/c2pa-node";
import { buildSettings } from "@pegbar/functions/media/credentials/settings.ts";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Input from "@pegbar/core/catalog/input";
import { run } from "@pegbar/functions/media/task.ts";
import { createLedger } from "./ledger.ts";
import { createActions } from "./work.ts";

/** Reads a file's content credentials with c2pa-node, which trusts the given authorities. */
export async function readCredentials(bytes: Uint8Array, mimeType: string, authorities: string) {
  const reader = await Reader.fromAsset({ buffer: Buffer.from(bytes), mimeType }, buildSettings(authorities));
  if (!reader) return undefined;
  const store = reader.json() as unknown as Store;
  const active = store.manifests[store.active_manifest];
  if (!active) throw new Error("the file has no active manifest");
  return { state: store.validation_state, manifests: store.manifests, active, results: store.validation_results };
}

interface Manifest {
  title: string;
  claim_generator_info: { name: string; version?: string }[];
  ingredients: Record<string, unknown>[];
  assertions: { label: string; data: Record<string, unknown> }[];
  signature_info: { issuer: string };
}
interface Store {
  active_manifest: string;
  validation_state: string;
  manifests: Record<string, Manifest>;
  validation_results: { activeManifest: { failure: { code: string }[] } };
}

/** Creates studios with their logs. Jobs end with real files, and tests run the media tasks. */
export async function createCredentials() {
  const ledger = await createLedger();
  const { studios, lumen } = ledger;
  const { mediaDependencies } = studios;
  const { submit, claim, complete } = createActions(studios);
  const own = mediaDependencies.credentials?.authorities.own ?? "";
  const rows = studios.database.admin();
  const tenantId = lumen.type === "member" ? lumen.tenantId : "";

  /** Runs a job that ends with this file. Its record is only written by `ledger.run()`. @returns the asset's id */
  const made = async (
    file: { bytes: Uint8Array; filename: string; contentType: string },
    request: Record<string, unknown> = {},
  ): Promise<string> => {
    await submit(lumen, request);
    const lease = await claim();
    if (!lease) throw new Error("nothing to claim");
    await complete(lease, 1000, file);
    const [row] = await rows`select id from asset where attempt_id = ${lease.attemptId}`;
    return String(row?.["id"]);
  };
  const task = (given: Record<string, unknown>, by = mediaDependencies) =>
    studios.runAsPlatform("app", () => run(JSON.stringify({ tenantId, ...given }), by));
  const readObject = async (key: string) =>
    new Uint8Array(await new Response(await studios.storage.get(key)).arrayBuffer());

  return {
    ...ledger,
    own,
    rows,
    made,
    readObject,
    credential: (assetId: string, by = mediaDependencies) => task({ task: "credential-asset", assetId }, by),
    /** Reads an asset's row with its leaf and the log's name. */
    async asset(id: string) {
      const [row] = await rows`
        select asset.*, leaf.position, encode(leaf.hash, 'hex') as leaf, log.origin
        from asset left join leaf on leaf.event_id = asset.id left join log on log.id = leaf.log_id
        where asset.id = ${id}`;
      if (!row) throw new Error(`no asset ${id}`);
      return row as Record<string, unknown> & { credentialed_key: string; key: string; filename: string };
    },
    /** Receives all tasks of the media queue. */
    async queued() {
      await studios.waitForBackground();
      const found: string[] = [];
      for (;;) {
        const message = await studios.inbox.media.receive(AbortSignal.timeout(1000)).catch(() => undefined);
        if (!message) return found;
        found.push(message.body);
        await studios.inbox.media.remove(message.receipt);
      }
    },
    stored: async (assetId: string) =>
      (await studios.stored()).filter((key) => key.includes(`/credentialed/${assetId}/`)),
    /** Uploads these bytes as an input of the studio, and checks it. */
    upload(
      bytes: Uint8Array,
      contentType: "image/png" | "image/jpeg" | "image/webp",
      by = mediaDependencies,
      actor: Actor = lumen,
    ) {
      return studios.as(actor, async () => {
        const { input, upload } = await Input.announce({
          sha256: createHash("sha256").update(bytes).digest("hex"),
          bytes: bytes.length,
          contentType,
          filename: "unreleased-monster.png",
        });
        if (upload?.whole)
          await fetch(upload.whole.url, { method: "PUT", headers: upload.whole.headers, body: new Uint8Array(bytes) });
        const checked = Input.complete(input.id, 10_000);
        for (let left = 50; (await Input.fromID(input.id)).status === "announced" && left > 0; left--)
          await new Promise((resolve) => setTimeout(resolve, 20));
        await task({ task: "verify-input", inputId: input.id }, by);
        const row = await checked;
        if (!row) throw new Error("the input was not checked");
        return row;
      });
    },
  };
}
export type TestCredentials = Awaited<ReturnType<typeof createCredentials>>;
