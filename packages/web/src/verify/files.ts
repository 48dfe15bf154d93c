import { CERTIFICATE_SUFFIX } from "@pegbar/sdk";
import { verifierKeysIn } from "@pegbar/verify";

/** What was handed over in one go, each by what it is. */
interface Sorted {
  picture: File | undefined;
  certificate: File | undefined;
  /** Text that holds keys of logs. */
  keys: string | undefined;
  /** What could not be taken, in words. */
  passedOver: string[];
}

const MAX_KEYS = 1 << 20;

/** Sorts files by name and first bytes: whole ones are read where nothing freezes. */
export async function sort(files: readonly File[]): Promise<Sorted> {
  const [pictures, certificates, keys]: [File[], File[], string[]] = [[], [], []];
  const passedOver: string[] = [];
  for (const file of files) {
    try {
      const kind = await kindOf(file);
      if (kind === "keys") keys.push(await file.text());
      else if (kind === "empty") passedOver.push(`${file.name} is empty. Ask for it again.`);
      else (kind === "certificate" ? certificates : pictures).push(file);
    } catch {
      passedOver.push(`${file.name} cannot be read: it is a folder, or was moved. Choose the file itself.`);
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
      passedOver.push(
        `${rest.length + 1} ${what} came at once, and one is checked at a time: ${taken?.name}. Not looked at: ${rest.map(({ name }) => name).join(", ")}.`,
      );
  return { picture, certificate, keys: keys.length > 0 ? keys.join("\n") : undefined, passedOver };
}

/** A certificate's text as the file that it would be. */
export const pasted = (text: string): File =>
  new File([text], `pasted${CERTIFICATE_SUFFIX}`, { type: "application/json" });

async function kindOf(file: File): Promise<"picture" | "certificate" | "keys" | "empty"> {
  const head = (await file.slice(0, 4096).text()).trimStart();
  if (head === "") return "empty";
  if (file.name.toLowerCase().endsWith(CERTIFICATE_SUFFIX) || head.startsWith('{"about":')) return "certificate";
  if (file.size <= MAX_KEYS && verifierKeysIn(await file.text()).length > 0 && !head.includes('"entries"'))
    return "keys";
  return file.name.toLowerCase().endsWith(".json") || head.startsWith("{") ? "certificate" : "picture";
}
