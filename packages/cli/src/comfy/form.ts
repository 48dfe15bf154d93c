import {
  type FileName,
  isFolderType,
  isRecord,
  parseFileName,
  readUploadForm,
  splitAnnotation,
  type UploadForm,
} from "@pegbar/comfyui";
import type { Files } from "./files.ts";
import type { Inputs } from "./inputs.ts";
import type { Connection } from "./persist.ts";
import { PictureError, replaceAlpha } from "./picture.ts";
import { readBytes } from "./results.ts";
import type { Upload, UploadStore } from "./upload-store.ts";

/** An upload that ComfyUI refuses, with its status. */
export class UploadRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UploadRefused";
  }
}

/** @throws UploadRefused */
function readForm(form: FormData): UploadForm {
  const upload = readUploadForm(form);
  if ("problem" in upload) throw new UploadRefused(upload.problem);
  return upload;
}

const toAnswer = ({ filename, type }: Upload, { subfolder }: UploadForm) => ({ name: filename, subfolder, type });

interface Parts {
  readonly uploads: UploadStore;
  readonly inputs: Inputs;
  readonly files: Files;
  readonly connection: Connection;
}

/** `POST /upload/image` @throws UploadRefused */
export async function storeUpload({ uploads, inputs }: Parts, form: FormData) {
  const sent = readForm(form);
  const { name, image, overwrite } = sent;
  const upload = await uploads.add(name, new Uint8Array(await image.arrayBuffer()), overwrite);
  inputs.prepare(upload);
  return toAnswer(upload, sent);
}

/** `POST /upload/mask`: the original picture with the alpha of the uploaded one. @throws UploadRefused */
export async function storeMask(parts: Parts, form: FormData) {
  const sent = readForm(form);
  const { name, image, overwrite } = sent;
  const original = await readOriginal(parts, form.get("original_ref"));
  const mask = new Uint8Array(await image.arrayBuffer());
  let masked: Uint8Array;
  try {
    masked = await replaceAlpha(original, mask);
  } catch (error) {
    if (error instanceof PictureError) throw new UploadRefused(error.message);
    throw error;
  }
  const upload = await parts.uploads.add(name, masked, overwrite);
  parts.inputs.prepare(upload);
  return toAnswer(upload, sent);
}

async function readOriginal({ files, connection }: Parts, text: unknown): Promise<Uint8Array> {
  const name = typeof text === "string" ? parseReference(text) : undefined;
  if (!name) throw new UploadRefused('Send "original_ref": {"filename": …, "subfolder": …, "type": …} as JSON.');
  const upload = files.findUpload(name);
  if (upload) return files.read(upload);
  const result = files.findResult(name);
  if (result) return readBytes(connection, result);
  throw new UploadRefused(`There is no file ${name.filename} to mask. Upload it first.`);
}

function parseReference(text: string): FileName | undefined {
  let reference: unknown;
  try {
    reference = JSON.parse(text);
  } catch {
    // The caller says what is expected.
    return undefined;
  }
  if (!isRecord(reference) || typeof reference["filename"] !== "string") return undefined;
  const { name, type = reference["type"] ?? "output" } = splitAnnotation(reference["filename"]);
  const subfolder = typeof reference["subfolder"] === "string" ? reference["subfolder"] : "";
  if (!isFolderType(type) || name.startsWith("/")) return undefined;
  const parsed = parseFileName(`${subfolder === "" ? "" : `${subfolder}/`}${name}`);
  return parsed && { ...parsed, type };
}
