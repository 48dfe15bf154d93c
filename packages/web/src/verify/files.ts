import { CERTIFICATE_SUFFIX } from "@pegbar/sdk";
import { listVerifierKeys } from "@pegbar/verify";

/** Files from one drop, by kind. */
interface SortedFiles {
  picture: File | undefined;
  certificate: File | undefined;
  /** Text with verifier keys. */
  keys: string | undefined;
  /** Why files were skipped, for the user. */
  skipped: string[];
}

const MAX_KEYS = 1 << 20;

/** Sorts files by name and first bytes. The worker reads them completely. */
export async function sortFiles(files: readonly File[]): Promise<SortedFiles> {
  const [pictures, certificates, keys]: [File[], File[], string[]] = [[], [], []];
  const skipped: string[] = [];
  for (const file of files) {
    try {
      const kind = await detectKind(file);
      if (kind === "keys") keys.push(await file.text());
      else if (kind === "empty") skipped.push(`${file.name} is empty. Ask for it again.`);
      else (kind === "certificate" ? certificates : pictures).push(file);
    } catch {
      // A folder, or a file that was moved: browsers do not say which.
      skipped.push(`Can’t read ${file.name}: it is a folder or was moved. Choose the file again.`);
    }
  }
  const certificate =
    certificates.find(({ name }) => pictures.some((picture) => name === picture.name + CERTIFICATE_SUFFIX)) ??
    certificates[0];
  const picture = pictures.find(({ name }) => certificate?.name === name + CERTIFICATE_SUFFIX) ?? pictures[0];
  const others = [
    ["certificates", certificates.filter((one) => one !== certificate), certificate],
    ["pictures", pictures.filter((one) => one !== picture), picture],
  ] as const;
  for (const [what, rest, taken] of others)
    if (rest.length > 0)
      skipped.push(
        `You added ${rest.length + 1} ${what}. Only ${taken?.name} is verified. Skipped: ${rest.map(({ name }) => name).join(", ")}.`,
      );
  return { picture, certificate, keys: keys.length > 0 ? keys.join("\n") : undefined, skipped };
}

/** Wraps a pasted certificate in a file. */
export const createPastedFile = (text: string): File =>
  new File([text], `pasted${CERTIFICATE_SUFFIX}`, { type: "application/json" });

async function detectKind(file: File): Promise<"picture" | "certificate" | "keys" | "empty"> {
  const head = (await file.slice(0, 4096).text()).trimStart();
  if (head === "") return "empty";
  if (file.name.toLowerCase().endsWith(CERTIFICATE_SUFFIX) || head.startsWith('{"about":')) return "certificate";
  if (file.size <= MAX_KEYS && listVerifierKeys(await file.text()).length > 0 && !head.includes('"entries"'))
    return "keys";
  return file.name.toLowerCase().endsWith(".json") || head.startsWith("{") ? "certificate" : "picture";
}
