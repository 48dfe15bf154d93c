import { parseVerifierKey, listVerifierKeys, type Trusted } from "@pegbar/verify";

/** Trusted keys as typed. Keys are public, so they are stored in localStorage. */
export interface KeyInput {
  log: string;
  witnesses: string;
  /** Number of witnesses that must have cosigned; all if empty. */
  quorum: string;
}
const KEY = "pegbar.verify.keys";

export function loadKeys(): KeyInput {
  const nothing = { log: "", witnesses: "", quorum: "" };
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Record<keyof KeyInput, unknown>>;
    const getText = (name: keyof KeyInput) => (typeof stored[name] === "string" ? stored[name] : "");
    return { log: getText("log"), witnesses: getText("witnesses"), quorum: getText("quorum") };
  } catch {
    // Not ours, or storage is not available: the form starts empty.
    return nothing;
  }
}

export function saveKeys(named: KeyInput): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(named));
  } catch {
    // Without storage the keys have to be entered again at the next visit.
  }
}

/** Error message for typed keys; undefined if valid. */
export function validateKeys(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  const parts = text.split(/[\s"',[\]{}]+/).filter((part) => part.includes("+"));
  const broken = parts.filter((part) => parseVerifierKey(part) === undefined).length;
  if (parts.length === 0) return "No key found. A key has the form name+id+base64, on one line.";
  if (broken > 0)
    return `${broken} of ${parts.length} keys ${broken === 1 ? "is" : "are"} invalid, possibly truncated. Paste the complete keys.`;
  return undefined;
}

/** Error message for the quorum; undefined if valid. */
export function validateQuorum({ witnesses, quorum }: KeyInput): string | undefined {
  const count = listVerifierKeys(witnesses).length;
  if (quorum.trim() === "") return undefined;
  return /^[0-9]{1,3}$/.test(quorum.trim()) && Number(quorum) <= count
    ? undefined
    : `Enter a number from 0 to ${count}, the number of witness keys.`;
}

/** The trusted keys; undefined if the log keys are missing or any input is invalid. */
export function parseTrusted(named: KeyInput): Trusted | undefined {
  if (named.log.trim() === "" || validateKeys(named.log) || validateKeys(named.witnesses) || validateQuorum(named))
    return undefined;
  const witnesses = listVerifierKeys(named.witnesses);
  const quorum = named.quorum.trim() === "" ? witnesses.length : Number(named.quorum);
  return { log: listVerifierKeys(named.log), witnesses, quorum };
}
