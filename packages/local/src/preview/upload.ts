import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { isFolderType, isRecord, listUploadNames, readUploadForm } from "@pegbar/comfyui";
import { isFile, type Folders, isWithin } from "./files.ts";
import { readImage } from "./picture.ts";
import sharp from "sharp";

interface Stored {
  readonly name: string;
  readonly subfolder: string;
  readonly type: string;
}

const hash = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");

/** Finds a name that is unused or has the same bytes. */
async function findName(folder: string, name: string, data: Uint8Array): Promise<{ name: string; same: boolean }> {
  for (const tried of listUploadNames(name)) {
    const file = path.join(folder, tried);
    if (!(await isFile(file))) return { name: tried, same: false };
    if (hash(await readFile(file)) === hash(data)) return { name: tried, same: true };
  }
  throw new Error("unreachable: there is always another name");
}

/** `POST /upload/image`: the stored file, or undefined where ComfyUI answers 400. */
export async function storeUpload(folders: Folders, form: FormData, bytes?: Uint8Array): Promise<Stored | undefined> {
  const upload = readUploadForm(form);
  if ("problem" in upload) return undefined;
  const { name, image, overwrite, subfolder } = upload;
  const folder = path.join(folders[name.type], name.subfolder);
  await mkdir(folder, { recursive: true });
  const data = bytes ?? new Uint8Array(await image.arrayBuffer());
  const found = overwrite ? { name: name.filename, same: false } : await findName(folder, name.filename, data);
  if (!found.same) await writeFile(path.join(folder, found.name), data);
  return { name: found.name, subfolder, type: name.type };
}

/** `POST /upload/mask`: stores the original picture with the uploaded one's alpha. */
export async function storeMask(folders: Folders, form: FormData): Promise<Stored | undefined> {
  const image = form.get("image");
  const text = form.get("original_ref");
  if (!(image instanceof File) || typeof text !== "string") return undefined;
  const reference: unknown = JSON.parse(text);
  if (!isRecord(reference) || typeof reference["filename"] !== "string") return undefined;
  const asked = reference["type"] ?? "output";
  if (typeof asked !== "string" || !isFolderType(asked)) return undefined;
  const subfolder = typeof reference["subfolder"] === "string" ? reference["subfolder"] : "";
  const original = path.resolve(folders[asked], subfolder, path.basename(reference["filename"]));
  if (!isWithin(folders[asked], original) || !(await isFile(original))) return undefined;
  const { picture } = await readImage(original);
  const { width, height } = picture;
  const alpha = await sharp(new Uint8Array(await image.arrayBuffer()))
    .ensureAlpha()
    .resize({ width, height, fit: "fill" })
    .extractChannel("alpha")
    .raw()
    .toBuffer();
  const masked = await sharp(picture.data, { raw: { width, height, channels: 3 } })
    .joinChannel(alpha, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 4 })
    .toBuffer();
  return storeUpload(folders, form, masked);
}
