import path from "node:path";
import { findAssets, type components } from "@pegbar/sdk";
import { type Connection, pause, persist } from "./persist.ts";
import type { Prompt, ResultFile } from "./prompt.ts";
import { getOutputKey, getPrefix, isAnimated, type ResultNames } from "./result-names.ts";

type Asset = components["schemas"]["Asset"];

/** The results of a prompt. */
export interface Results {
  readonly files: readonly ResultFile[];
  /** Node id → its output as in ComfyUI's history and in `executed`. */
  readonly outputs: Readonly<Record<string, Record<string, unknown>>>;
  /** Node id → files that the tool gets on its socket. */
  readonly pictures: ReadonlyMap<string, readonly ResultFile[]>;
  readonly certificateUrls: readonly string[];
}

/** How long the size of a picture is awaited. */
const SIZE_TRIES = 25;
const SIZE_DELAY_MS = 200;

const isUnmeasured = ({ contentType, width }: Asset): boolean => contentType.startsWith("image/") && width === null;

/** Most texts are short; a longer one is a file of the history only. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** Reads the assets of a job, and gives them the names that ComfyUI would give them. */
export async function readResults(
  connection: Connection,
  prompt: Prompt,
  names: ResultNames,
  apiUrl: string,
): Promise<Results> {
  const { client, signal } = connection;
  const read = () => persist(connection, () => findAssets(client, [prompt.pegbar.job_id], signal));
  let assets = await read();
  // Sizes are measured after the job has ended. Only these names need them.
  const needsSize = Object.keys(prompt.deliveries).some((id) =>
    /%(width|height)%/.test(getPrefix(prompt.graph, id, "output")),
  );
  for (let tries = 0; needsSize && tries < SIZE_TRIES && assets.some(isUnmeasured); tries++) {
    await pause(SIZE_DELAY_MS, signal);
    assets = await read();
  }
  const files: ResultFile[] = [];
  const outputs: Record<string, Record<string, unknown>> = {};
  const pictures = new Map<string, ResultFile[]>();
  for (const nodeId of new Set(assets.map((asset) => asset.nodeId))) {
    const ofNode = assets.filter((asset) => asset.nodeId === nodeId);
    const delivery = prompt.deliveries[nodeId] ?? "output";
    const classType = prompt.graph[nodeId]?.class_type ?? "";
    const named = nameFiles(prompt, nodeId, ofNode, names);
    files.push(...named);
    if (delivery === "socket") {
      pictures.set(nodeId, named);
      continue;
    }
    const output: Record<string, unknown> = {};
    for (const file of named) {
      const key = getOutputKey(classType, file.contentType);
      const items = (output[key] ??= []) as unknown[];
      const isText = key === "text" && file.bytes <= MAX_TEXT_BYTES;
      items.push(isText ? await readText(connection, file) : toItem(file));
      if (isAnimated(classType, file.contentType)) output["animated"] = [true];
    }
    outputs[nodeId] = output;
  }
  return { files, outputs, pictures, certificateUrls: assets.map(({ id }) => `${apiUrl}/v1/assets/${id}/certificate`) };
}

function nameFiles(prompt: Prompt, nodeId: string, assets: readonly Asset[], names: ResultNames): ResultFile[] {
  const delivery = prompt.deliveries[nodeId] ?? "output";
  const type = delivery === "output" ? "output" : "temp";
  const prefix = getPrefix(prompt.graph, nodeId, delivery);
  const chosen = names.choose(
    assets.map(({ filename, width, height }) => ({
      prefix,
      type,
      extension: path.extname(filename).slice(1) || "bin",
      width,
      height,
    })),
  );
  return chosen.flatMap(({ subfolder, filename }, index): ResultFile[] => {
    const asset = assets[index];
    if (!asset) return [];
    const { id: assetId, contentType, bytes } = asset;
    return [{ filename, subfolder, type, assetId, contentType, bytes }];
  });
}

/** ComfyUI's fields and the asset's id. Only texts: some clients pass all of them to `/view`. */
const toItem = ({ filename, subfolder, type, assetId, contentType }: ResultFile) => ({
  filename,
  subfolder,
  type,
  ...(contentType.startsWith("video/") ? { format: contentType } : {}),
  pegbar_asset_id: assetId,
});

async function readText(connection: Connection, { assetId }: ResultFile): Promise<string> {
  const { client, signal } = connection;
  return persist(connection, async () => (await client.request(`/v1/assets/${assetId}/download`, { signal })).text());
}

/** The bytes of a result. */
export const readBytes = (connection: Connection, { assetId }: ResultFile): Promise<Uint8Array<ArrayBuffer>> =>
  persist(connection, async () => {
    const { client, signal } = connection;
    const response = await client.request(`/v1/assets/${assetId}/download`, { signal });
    return new Uint8Array(await response.arrayBuffer());
  });
