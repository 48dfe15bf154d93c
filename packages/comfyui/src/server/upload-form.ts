import { type FileName, normalizeSubfolder } from "./file-name.ts";
import { isFolderType } from "./folder-type.ts";

/** A file of `/upload/image` or `/upload/mask`, and where it goes. */
export interface UploadForm {
  readonly name: FileName;
  readonly image: File;
  readonly overwrite: boolean;
  /** As the tool wrote it, which the answer repeats. */
  readonly subfolder: string;
}

/** Reads the form of an upload, or says why ComfyUI refuses it. */
export function readUploadForm(form: FormData): UploadForm | { readonly problem: string } {
  const image = form.get("image");
  if (!(image instanceof File) || image.name === "")
    return { problem: 'Send the file as the form field "image", with its name.' };
  const type = form.get("type") ?? "input";
  if (!isFolderType(type)) return { problem: '"type" must be input, temp or output.' };
  const given = form.get("subfolder");
  const written = typeof given === "string" ? given : "";
  const subfolder = normalizeSubfolder(written);
  if (subfolder === undefined) return { problem: '"subfolder" leaves the folder.' };
  // As ComfyUI's multipart reader does.
  const filename = image.name.replaceAll("/", "%2F");
  if (filename.includes("\0") || filename === "." || filename === "..")
    return { problem: "The file has no usable name." };
  const overwrite = form.get("overwrite");
  return {
    name: { type, subfolder, filename },
    image,
    overwrite: overwrite === "true" || overwrite === "1",
    subfolder: written,
  };
}

/** The names that ComfyUI tries for an upload until one is free, or has the same bytes: `a.png`, `a (1).png` … */
export function* listUploadNames(filename: string): Generator<string, never> {
  const [extension = ""] = /(?<=.)\.[^.]*$/s.exec(filename) ?? [];
  const stem = filename.slice(0, filename.length - extension.length);
  yield filename;
  for (let count = 1; ; count++) yield `${stem} (${count})${extension}`;
}
