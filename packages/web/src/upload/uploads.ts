import { PegbarError, type components } from "@pegbar/sdk";
import { describeError } from "../components/error-message.tsx";
import { onReconnect } from "../api/activity.ts";
import { useStore } from "../store.ts";
import type { SequenceChoice } from "./find-sequence.ts";
import { assertUsableFile, InvalidFileError, uploadAsset, uploadLocalFile, type LocalFile } from "./send-file.ts";
import { isSizeProblem, uploadSequence, type SequenceSource } from "./send-sequence.ts";
import { deleteFile, storeFile, loadFile, deleteExpiredFiles } from "./stored-files.ts";
import { createUpload, type Upload } from "./upload.ts";
import { loadUploads, setUploads, updateUpload, uploads } from "./upload-store.ts";

export type { Upload } from "./upload.ts";
type Input = components["schemas"]["Input"];
type Asset = components["schemas"]["Asset"];

type Source = (LocalFile | { content: Asset } | SequenceSource) & { stop?: AbortController };

/** Uploads running at the same time. A sequence is one of them. */
const MAX_CONCURRENT = 3;

const sources = new Map<string, Source>();

/** Restores this tab's uploads for a studio from sessionStorage and IndexedDB, and continues unfinished ones. */
export function restoreUploads(tenantId: string): void {
  for (const { id, phase, sequence } of loadUploads(tenantId) ?? []) {
    if (phase === "ready") continue;
    if (sequence) refuseReloaded(id);
    else void resumeStored(id, phase === "waiting");
  }
  void deleteExpiredFiles();
}

/** Files of a sequence are not stored: a browser would copy them all. */
const refuseReloaded = (id: string): void =>
  updateUpload(id, {
    phase: "refused",
    error: "The page was reloaded during the upload. Add the folder again: only files that are missing are uploaded.",
  });

async function resumeStored(id: string, shouldRun: boolean): Promise<void> {
  const content = await loadFile<File | Asset>(id);
  if (!content) return removeUploads([id]);
  sources.set(id, content instanceof File ? { content } : { content });
  if (content instanceof File) updateUpload(id, { previewUrl: URL.createObjectURL(content) });
  if (shouldRun) await runUpload(id);
}

export const getUploads = (): readonly Upload[] => uploads.get();
export const subscribeToUploads = (listener: () => void): (() => void) => uploads.subscribe(listener);
export const useUploads = (): readonly Upload[] => useStore(uploads);

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
    sources.set(one.id, { content: asset });
    return one;
  });
  startUploads(fresh);
}

/** Adds an image sequence to an input field and starts uploading it, or shows there why the files are none. */
export function addSequence(inputField: string, choice: SequenceChoice): void {
  removeUploads(uploads.get().flatMap((one) => (isReplaced(one, inputField, choice) ? [one.id] : [])));
  if ("problem" in choice) {
    const { name, problem } = choice;
    const refused = createUpload(inputField, {
      name,
      bytes: 0,
      previewUrl: undefined,
      phase: "refused",
      error: problem,
    });
    return setUploads([...uploads.get(), refused]);
  }
  const { pattern, files, frames, missing, missingCount } = choice;
  const counts = { files: files.length, filesDone: 0, filesKnown: 0 };
  const [first] = files;
  const one = createUpload(inputField, {
    name: pattern,
    // Known when the files have been opened: a browser reads each size from disk, and the page would stand still.
    bytes: 0,
    previewUrl: first && URL.createObjectURL(first.file),
    sequence: { frames, missing, missingCount, hasMixedSizes: false, ...counts },
  });
  sources.set(one.id, { sequence: choice, allowMixedSizes: false });
  startUploads([one]);
}

/** Whether these are the same files, after a reload or a change in the folder. */
function isReplaced({ inputField, name, phase, sequence }: Upload, addedTo: string, choice: SequenceChoice): boolean {
  const newName = "problem" in choice ? choice.name : choice.pattern;
  const isSame = sequence ? name === newName : phase === "refused" && [newName, choice.folder].includes(name);
  return inputField === addedTo && isSame;
}

/** Uploads a sequence although its pictures have different sizes. */
export function allowMixedSizes(id: string): void {
  const source = sources.get(id);
  if (source && "sequence" in source) source.allowMixedSizes = true;
  resumeUpload(id);
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
    if (source && "content" in source) void storeFile(id, source.content);
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

async function runUpload(id: string): Promise<void> {
  const source = sources.get(id);
  if (!source) return;
  const stop = new AbortController();
  source.stop = stop;
  const { signal } = stop;
  try {
    if (isLocalFile(source)) await assertUsableFile(source.content);
    const input = await runLimited(async () => {
      signal.throwIfAborted();
      return sendSource(id, source, signal);
    });
    if (signal.aborted) return;
    updateUpload(id, { phase: "ready", input });
    sources.delete(id);
    await deleteFile(id);
  } catch (error) {
    // Pausing or removing has already updated the state.
    if (signal.aborted) return;
    const { title } = describeError(error);
    if (isSizeProblem(error)) return markMixedSizes(id, title);
    const final = error instanceof InvalidFileError || (error instanceof PegbarError && error.status === 422);
    updateUpload(id, { phase: final ? "refused" : "failed", error: title });
  }
}

const isLocalFile = (source: Source): source is LocalFile => "content" in source && source.content instanceof File;

async function sendSource(id: string, source: Source, signal: AbortSignal): Promise<NonNullable<Upload["input"]>> {
  if ("sequence" in source) {
    const state = findSequenceState(id);
    if (!state) throw new Error("the upload was removed");
    return uploadSequence(id, state, source, signal);
  }
  const made = isLocalFile(source)
    ? await uploadLocalFile(id, source, signal)
    : await uploadAsset(id, source.content, signal);
  const { width, height, credentials, media } = made;
  return { id: made.id, width, height, credentials, media };
}

const findSequenceState = (id: string) => uploads.get().find((one) => one.id === id)?.sequence;

function markMixedSizes(id: string, error: string): void {
  const state = findSequenceState(id);
  if (state) updateUpload(id, { phase: "failed", error, sequence: { ...state, hasMixedSizes: true } });
}

// Uploads that failed without a connection go on when it is back. The browser knows only its own network.
const resumeFailed = () => {
  for (const { id, phase, sequence } of uploads.get())
    if (phase === "failed" && !sequence?.hasMixedSizes) resumeUpload(id);
};
addEventListener("online", resumeFailed);
onReconnect(resumeFailed);
