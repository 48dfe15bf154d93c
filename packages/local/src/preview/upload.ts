import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { isRecord } from "@pegbar/comfyui";
import { isFile, type Folders, isFolderType, isWithin } from "./files.ts";
import { readImage } from "./picture.ts";
import sharp from "sharp";

interface Stored {
  readonly name: string;
  readonly subfolder: string;
  readonly type: string;
}

const hash = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");

/** Finds a name that is unused or has the same bytes: `a.png`, `a (1).png` … */
async function freeName(folder: string, name: string, data: Uint8Array): Promise<{ name: string; same: boolean }> {
  const { name: stem, ext } = path.parse(name);
  for (let i = 0; ; i++) {
    const tried = i === 0 ? name : `${stem} (${i})${ext}`;
    const file = path.join(folder, tried);
    if (!(await isFile(file))) return { name: tried, same: false };
    if (hash(await readFile(file)) === hash(data)) return { name: tried, same: true };
  }
}

/**
 * `POST /upload/image`: the stored file, or undefined where ComfyUI answers 400. Slashes in a file name become `%2F`, as
 * on the recorded server.
 */
export async function storeUpload(folders: Folders, form: FormData, bytes?: Uint8Array): Promise<Stored | undefined> {
  const image = form.get("image");
  if (!(image instanceof File) || image.name === "") return undefined;
  const asked = form.get("type");
  const type = typeof asked === "string" && isFolderType(asked) ? asked : "input";
  const given = form.get("subfolder");
  const subfolder = typeof given === "string" ? given : "";
  const folder = path.resolve(folders[type], path.normalize(subfolder || "."));
  if (!isWithin(folders[type], folder)) return undefined;
  const name = image.name.replaceAll("/", "%2F");
  if (name.includes("\0") || name === ".." || name === ".") return undefined;
  await mkdir(folder, { recursive: true });
  const data = bytes ?? new Uint8Array(await image.arrayBuffer());
  const overwrite = form.get("overwrite");
  const free = overwrite === "true" || overwrite === "1" ? { name, same: false } : await freeName(folder, name, data);
  if (!free.same) await writeFile(path.join(folder, free.name), data);
  return { name: free.name, subfolder, type };
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
