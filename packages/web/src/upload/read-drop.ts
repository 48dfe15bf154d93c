import type { PickedFile, PickedFiles } from "./find-sequence.ts";

/** Files of dropped folders, subfolders included, after which reading stops. */
const MAX_FILES = 20_000;

/**
 * The files that were dropped, in folders too. A drop without a folder returns its files at once; they are gone after the
 * event. Files are not read.
 * @throws an error for a folder that cannot be read, or one with too many files
 */
export function readDrop({ items, files }: DataTransfer): PickedFiles | Promise<PickedFiles> {
  const entries = [...items].flatMap((item) => (item.kind === "file" ? (item.webkitGetAsEntry() ?? []) : []));
  if (!entries.some(({ isDirectory }) => isDirectory))
    return { files: [...files].map((file) => ({ path: file.name, file })), isFolder: false };
  return readEntries(entries).then((found) => ({ files: found, isFolder: true }));
}

async function readEntries(entries: readonly FileSystemEntry[]): Promise<PickedFile[]> {
  const found: PickedFile[] = [];
  const left = [...entries];
  for (let entry = left.shift(); entry; entry = left.shift()) {
    if (isFolder(entry)) left.push(...(await listFolder(entry)));
    else if (isFile(entry)) found.push({ path: entry.fullPath.replace(/^\//, ""), file: await openFile(entry) });
    if (found.length > MAX_FILES)
      throw new Error(`This folder has more than ${MAX_FILES.toLocaleString("en")} files. Choose one of its folders.`);
  }
  return found;
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

const openFile = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A reader returns up to 100 entries at a time, and none at the end. */
async function listFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    found.push(...some);
  }
}
