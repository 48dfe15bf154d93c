import { PegbarError, type components } from "@pegbar/sdk";
import { guessContentType, HEAD_BYTES } from "@pegbar/sdk/content-type";
import { api } from "../api/client.ts";
import { describeError } from "../components/error-message.tsx";
import { createStore, useStore } from "../store.ts";
import { hashFile, type FileHashes } from "./hash.ts";
import { deleteFile, storeFile, loadFile, deleteExpiredFiles } from "./stored-files.ts";

type Input = components["schemas"]["Input"];
type Asset = components["schemas"]["Asset"];

/** `failed` can be retried; `refused` can never become an input. */
type Phase = "waiting" | "hashing" | "sending" | "checking" | "ready" | "paused" | "failed" | "refused";

/** A file that becomes an input, or an existing input. */
export interface Upload {
  readonly id: string;
  /** Input field of the form that the file belongs to, see `getInputField`. */
  readonly inputField: string;
  readonly name: string;
  readonly bytes: number;
  readonly phase: Phase;
  /** Bytes hashed or sent so far. */
  readonly bytesDone: number;
  /** The studio already had this file: nothing was sent. */
  readonly alreadyUploaded: boolean;
  readonly input: (Pick<Input, "id" | "width" | "height"> & Partial<Pick<Input, "credentials" | "media">>) | undefined;
  /** Why it failed or was refused, for the user. */
  readonly error: string | undefined;
  /** URL of a preview picture. */
  readonly previewUrl: string | undefined;
}

interface Source {
  content: File | Asset;
  sha256?: string;
  partSha256s?: readonly string[];
  stop?: AbortController;
}

/** Uploads running at the same time. */
const MAX_CONCURRENT = 3;

let storageKey = "";
const uploads = createStore<readonly Upload[]>([]);
let savedText = "";
const sources = new Map<string, Source>();

function setUploads(next: readonly Upload[]): void {
  uploads.set(next);
  const saved = next
    .filter(({ phase }) => phase !== "refused")
    .map((one): Upload => ({
      ...one,
      bytesDone: 0,
      previewUrl: undefined,
      phase: STOPPED_PHASES.includes(one.phase) ? one.phase : "waiting",
    }));
  const text = JSON.stringify(saved);
  // Progress is not saved.
  if (text === savedText) return;
  savedText = text;
  sessionStorage.setItem(storageKey, text);
}
const STOPPED_PHASES: readonly Phase[] = ["ready", "paused", "failed"];
const updateUpload = (id: string, to: Partial<Upload>) =>
  setUploads(uploads.get().map((one) => (one.id === id ? { ...one, ...to } : one)));

/** Restores this tab's uploads for a studio from sessionStorage and IndexedDB, and continues unfinished ones. */
export function restoreUploads(tenantId: string): void {
  const next = `pegbar.uploads.${tenantId}`;
  if (next === storageKey) return;
  storageKey = next;
  const found = JSON.parse(sessionStorage.getItem(storageKey) ?? "[]") as Upload[];
  uploads.set(found);
  for (const { id, phase } of found) if (phase !== "ready") void resumeStored(id, phase === "waiting");
  void deleteExpiredFiles();
}

async function resumeStored(id: string, shouldRun: boolean): Promise<void> {
  const content = await loadFile<File | Asset>(id);
  if (!content) return removeUploads([id]);
  sources.set(id, { content });
  if (content instanceof File) updateUpload(id, { previewUrl: URL.createObjectURL(content) });
  if (shouldRun) await runUpload(id);
}

export const getUploads = (): readonly Upload[] => uploads.get();
export const subscribeToUploads = (listener: () => void): (() => void) => uploads.subscribe(listener);
export const useUploads = (): readonly Upload[] => useStore(uploads);

const createUpload = (
  inputField: string,
  more: Pick<Upload, "name" | "bytes" | "previewUrl"> & Partial<Upload>,
): Upload => ({
  id: crypto.randomUUID(),
  inputField,
  phase: "waiting",
  bytesDone: 0,
  alreadyUploaded: false,
  input: undefined,
  error: undefined,
  ...more,
});

/** Adds files to an input field and starts uploading them. */
export function addFiles(inputField: string, files: readonly File[]): void {
  const fresh = files.map((file) => {
    const one = createUpload(inputField, { name: file.name, bytes: file.size, previewUrl: URL.createObjectURL(file) });
    sources.set(one.id, { content: file });
    return one;
  });
  startUploads(fresh);
}

/** Adds results to an input field. They are announced by hash and sent only if the studio has no such input. */
export function addAssets(inputField: string, assets: readonly Asset[]): void {
  const fresh = assets.map((asset) => {
    const one = createUpload(inputField, { name: asset.filename, bytes: asset.bytes, previewUrl: asset.thumbnailUrl });
    sources.set(one.id, { content: asset, sha256: asset.sha256 });
    return one;
  });
  startUploads(fresh);
}

/** Adds existing inputs to an input field. */
export function addInputs(inputField: string, inputs: readonly Input[]): void {
  const fresh = inputs.map(({ id, filename, bytes, width, height, credentials, media, thumbnailUrl }) =>
    createUpload(inputField, {
      name: filename,
      bytes,
      previewUrl: thumbnailUrl,
      phase: "ready",
      alreadyUploaded: true,
      input: { id, width, height, credentials, media },
    }),
  );
  setUploads([...uploads.get(), ...fresh]);
}

function startUploads(fresh: readonly Upload[]): void {
  setUploads([...uploads.get(), ...fresh]);
  for (const { id } of fresh) {
    const source = sources.get(id);
    if (source) void storeFile(id, source.content);
    void runUpload(id);
  }
}

export function pauseUpload(id: string): void {
  sources.get(id)?.stop?.abort();
  updateUpload(id, { phase: "paused" });
}

/** Continues a paused or failed upload. The hash is kept; of a file over 64 MiB, only the missing parts are sent. */
export const resumeUpload = (id: string): void => {
  updateUpload(id, { phase: "waiting", bytesDone: 0, error: undefined });
  void runUpload(id);
};

export function removeUploads(ids: readonly string[]): void {
  for (const id of ids) {
    sources.get(id)?.stop?.abort();
    sources.delete(id);
    void deleteFile(id);
    const picture = uploads.get().find((one) => one.id === id)?.previewUrl;
    if (picture?.startsWith("blob:")) URL.revokeObjectURL(picture);
  }
  setUploads(uploads.get().filter(({ id }) => !ids.includes(id)));
}

let running = 0;
const waiters: (() => void)[] = [];
async function runLimited<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MAX_CONCURRENT) await new Promise<void>((resolve) => waiters.push(resolve));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiters.shift()?.();
  }
}

class InvalidFileError extends Error {}

async function runUpload(id: string): Promise<void> {
  const source = sources.get(id);
  if (!source) return;
  const stop = new AbortController();
  source.stop = stop;
  const { signal } = stop;
  try {
    const { content } = source;
    if (content instanceof File) await assertUsableFile(content);
    const input = await runLimited(async () => {
      signal.throwIfAborted();
      return content instanceof File ? uploadLocalFile(id, content, source, signal) : uploadAsset(id, content, signal);
    });
    if (signal.aborted) return;
    const { width, height, credentials, media } = input;
    updateUpload(id, { phase: "ready", input: { id: input.id, width, height, credentials, media } });
    sources.delete(id);
    await deleteFile(id);
  } catch (error) {
    // Pausing or removing has already updated the state.
    if (signal.aborted) return;
    const final = error instanceof InvalidFileError || (error instanceof PegbarError && error.status === 422);
    updateUpload(id, { phase: final ? "refused" : "failed", error: describeError(error).title });
  }
}

/** Checks what the API would reject after the upload. */
async function assertUsableFile(file: File): Promise<void> {
  const head = await file
    .slice(0, HEAD_BYTES)
    .arrayBuffer()
    // A folder, or a file that was moved: reported below.
    .catch(() => undefined);
  if (!head) throw new InvalidFileError("Can’t read this file. If it’s a folder, add the files inside it instead.");
  if (!guessContentType(new Uint8Array(head), file.name))
    throw new InvalidFileError(
      "Unsupported file type. Export it as PNG, JPEG, WebP, EXR, TIFF, MP4, MOV, WebM, WAV, FLAC, MP3, Opus or GLB, then add it again.",
    );
}

async function uploadLocalFile(id: string, file: File, source: Source, signal: AbortSignal): Promise<Input> {
  if (source.sha256 === undefined) {
    updateUpload(id, { phase: "hashing", bytesDone: 0 });
    const hashes = await hashFile(file, signal, (bytesDone) => updateUpload(id, { bytesDone }));
    source.sha256 = hashes.sha256;
    source.partSha256s = hashes.partSha256s;
  }
  return sendFile(id, file, { sha256: source.sha256, partSha256s: source.partSha256s ?? [] }, file.name, signal);
}

async function uploadAsset(id: string, asset: Asset, signal: AbortSignal): Promise<Input> {
  const { sha256, bytes, contentType, filename } = asset;
  const known = await api.post("/v1/inputs", {
    body: { sha256, bytes, contentType: contentType as "image/png", filename },
    signal,
  });
  if (known.status === "verified") {
    updateUpload(id, { alreadyUploaded: true });
    return known;
  }
  for await (const { file } of api.downloadAssets([asset.id], { signal }))
    return sendFile(id, file, await hashFile(file, signal, () => undefined), filename, signal);
  throw new Error(`${filename} no longer exists.`);
}

async function sendFile(
  id: string,
  file: Blob,
  hashes: FileHashes,
  filename: string,
  signal: AbortSignal,
): Promise<Input> {
  let sent = false;
  const input = await api.uploadFile(file, {
    ...hashes,
    filename: filename.slice(-255),
    signal,
    onProgress: ({ phase, sent: bytesDone }) => {
      if (phase !== "sending" && phase !== "checking") return;
      sent = true;
      if (!signal.aborted) updateUpload(id, { phase, bytesDone });
    },
  });
  updateUpload(id, { alreadyUploaded: !sent });
  return input;
}

// Retry uploads that failed while offline.
addEventListener("online", () => {
  for (const { id, phase } of uploads.get()) if (phase === "failed") resumeUpload(id);
});
