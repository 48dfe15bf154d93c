import { PegbarError, type components } from "@pegbar/sdk";
import { pictureType } from "@pegbar/sdk/picture";
import { api } from "../api/client.ts";
import { wordsFor } from "../parts/problem.tsx";
import { createStore, useStore } from "../store.ts";
import { hash } from "./hash.ts";
import { drop, keep, kept, sweep } from "./kept-files.ts";

type Input = components["schemas"]["Input"];
type Asset = components["schemas"]["Asset"];

/** `failed` may go on when asked; `refused` will never be an input. */
export type Phase = "waiting" | "hashing" | "sending" | "checking" | "here" | "paused" | "failed" | "refused";

/** A file on its way to become an input, or one that is there. */
export interface Upload {
  readonly id: string;
  /** What it was brought for. */
  readonly slot: string;
  readonly name: string;
  readonly bytes: number;
  readonly phase: Phase;
  /** Bytes hashed or sent so far. */
  readonly done: number;
  /** The studio had it already: nothing was sent. */
  readonly known: boolean;
  readonly input: (Pick<Input, "id" | "width" | "height"> & Partial<Pick<Input, "credentials">>) | undefined;
  /** Why it failed or was refused. */
  readonly why: string | undefined;
  /** Address of something to show. */
  readonly picture: string | undefined;
}

interface Source {
  content: File | Asset;
  sha256?: string;
  stop?: AbortController;
}

/** As large as the API takes a picture. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Files on their way at once. */
const AT_ONCE = 3;

let key = "";
const uploads = createStore<readonly Upload[]>([]);
let written = "";
const sources = new Map<string, Source>();

function show(next: readonly Upload[]): void {
  uploads.set(next);
  const lasting = next
    .filter(({ phase }) => phase !== "refused")
    .map((one) => ({ ...one, done: 0, picture: undefined, phase: ENDED.includes(one.phase) ? one.phase : "waiting" }));
  const text = JSON.stringify(lasting);
  // Progress alone is nothing to be kept.
  if (text === written) return;
  written = text;
  sessionStorage.setItem(key, text);
}
const ENDED: readonly Phase[] = ["here", "paused", "failed"];
const change = (id: string, to: Partial<Upload>) =>
  show(uploads.get().map((one) => (one.id === id ? { ...one, ...to } : one)));

/** Takes up what this tab had in this studio: inputs that are there, and files that were on their way, which go on. */
export function openUploads(tenantId: string): void {
  const next = `pegbar.uploads.${tenantId}`;
  if (next === key) return;
  key = next;
  const found = JSON.parse(sessionStorage.getItem(key) ?? "[]") as Upload[];
  uploads.set(found);
  for (const { id, phase } of found) if (phase !== "here") void takeUp(id, phase === "waiting");
  void sweep();
}

async function takeUp(id: string, goesOn: boolean): Promise<void> {
  const content = await kept<File | Asset>(id);
  if (!content) return remove([id]);
  sources.set(id, { content });
  if (content instanceof File) change(id, { picture: URL.createObjectURL(content) });
  if (goesOn) await run(id);
}

export const currentUploads = (): readonly Upload[] => uploads.get();
export const watchUploads = (listener: () => void): (() => void) => uploads.subscribe(listener);
export const useUploads = (): readonly Upload[] => useStore(uploads);

const made = (slot: string, more: Pick<Upload, "name" | "bytes" | "picture"> & Partial<Upload>): Upload => ({
  id: crypto.randomUUID(),
  slot,
  phase: "waiting",
  done: 0,
  known: false,
  input: undefined,
  why: undefined,
  ...more,
});

/** Begins to upload files for a slot. */
export function bringFiles(slot: string, files: readonly File[]): void {
  const fresh = files.map((file) => {
    const one = made(slot, { name: file.name, bytes: file.size, picture: URL.createObjectURL(file) });
    sources.set(one.id, { content: file });
    return one;
  });
  begin(fresh);
}

/** Makes results inputs: announced by their hash, and sent only when the studio has no such input. */
export function bringAssets(slot: string, assets: readonly Asset[]): void {
  const fresh = assets.map((asset) => {
    const one = made(slot, { name: asset.filename, bytes: asset.bytes, picture: asset.thumbnailUrl });
    sources.set(one.id, { content: asset, sha256: asset.sha256 });
    return one;
  });
  begin(fresh);
}

/** Inputs that the studio has. */
export function bringInputs(slot: string, inputs: readonly Input[]): void {
  const fresh = inputs.map(({ id, filename, bytes, width, height, credentials, thumbnailUrl }) =>
    made(slot, {
      name: filename,
      bytes,
      picture: thumbnailUrl,
      phase: "here",
      known: true,
      input: { id, width, height, credentials },
    }),
  );
  show([...uploads.get(), ...fresh]);
}

function begin(fresh: readonly Upload[]): void {
  show([...uploads.get(), ...fresh]);
  for (const { id } of fresh) {
    const source = sources.get(id);
    if (source) void keep(id, source.content);
    void run(id);
  }
}

export function pause(id: string): void {
  sources.get(id)?.stop?.abort();
  change(id, { phase: "paused" });
}

/** Goes on: the hash is known still, a file that was broken off is sent from its beginning. */
export const resume = (id: string): void => {
  change(id, { phase: "waiting", done: 0, why: undefined });
  void run(id);
};

export function remove(ids: readonly string[]): void {
  for (const id of ids) {
    sources.get(id)?.stop?.abort();
    sources.delete(id);
    void drop(id);
    const picture = uploads.get().find((one) => one.id === id)?.picture;
    if (picture?.startsWith("blob:")) URL.revokeObjectURL(picture);
  }
  show(uploads.get().filter(({ id }) => !ids.includes(id)));
}

let sending = 0;
const turns: (() => void)[] = [];
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (sending >= AT_ONCE) await new Promise<void>((resolve) => turns.push(resolve));
  sending++;
  try {
    return await work();
  } finally {
    sending--;
    turns.shift()?.();
  }
}

class Refused extends Error {}

async function run(id: string): Promise<void> {
  const source = sources.get(id);
  if (!source) return;
  const stop = new AbortController();
  source.stop = stop;
  const { signal } = stop;
  try {
    const { content } = source;
    if (content instanceof File) await demandPicture(content);
    const input = await inTurn(async () => {
      signal.throwIfAborted();
      return content instanceof File ? ofFile(id, content, source, signal) : ofAsset(id, content, signal);
    });
    if (signal.aborted) return;
    const { width, height, credentials } = input;
    change(id, { phase: "here", input: { id: input.id, width, height, credentials } });
    sources.delete(id);
    await drop(id);
  } catch (error) {
    // Whoever stopped it has said so.
    if (signal.aborted) return;
    const final = error instanceof Refused || (error instanceof PegbarError && error.status === 422);
    change(id, { phase: final ? "refused" : "failed", why: wordsFor(error).title });
  }
}

/** Says at once what the API would say after the upload. */
async function demandPicture(file: File): Promise<void> {
  const head = await file
    .slice(0, 16)
    .arrayBuffer()
    .catch(() => undefined);
  if (!head) throw new Refused("It cannot be read. If it is a folder, bring the pictures that are in it.");
  if (!pictureType(new Uint8Array(head)))
    throw new Refused("This is no PNG, JPEG or WebP picture. Export it as one of these, then bring it again.");
  if (file.size > MAX_BYTES)
    throw new Refused("It is larger than 64 MiB. Scale it down, or export it as JPEG or WebP.");
}

async function ofFile(id: string, file: File, source: Source, signal: AbortSignal): Promise<Input> {
  if (source.sha256 === undefined) {
    change(id, { phase: "hashing", done: 0 });
    source.sha256 = await hash(file, signal, (done) => change(id, { done }));
  }
  return send(id, file, source.sha256, file.name, signal);
}

async function ofAsset(id: string, asset: Asset, signal: AbortSignal): Promise<Input> {
  const { sha256, bytes, contentType, filename } = asset;
  const known = await api.post("/v1/inputs", {
    body: { sha256, bytes, contentType: contentType as "image/png", filename },
    signal,
  });
  if (known.status === "verified") {
    change(id, { known: true });
    return known;
  }
  for await (const { file } of api.downloadAssets([asset.id], { signal }))
    return send(id, file, sha256, filename, signal);
  throw new Error(`${filename} is not there any more`);
}

async function send(id: string, file: Blob, sha256: string, filename: string, signal: AbortSignal): Promise<Input> {
  let sent = false;
  const input = await api.uploadFile(file, {
    sha256,
    filename: filename.slice(-255),
    signal,
    onProgress: ({ phase, sent: done }) => {
      if (phase !== "sending" && phase !== "checking") return;
      sent = true;
      if (!signal.aborted) change(id, { phase, done });
    },
  });
  change(id, { known: !sent });
  return input;
}

// What broke off for want of a network goes on with it.
addEventListener("online", () => {
  for (const { id, phase } of uploads.get()) if (phase === "failed") resume(id);
});
