import { parseVerifierKey, verifierKeysIn, type Trusted } from "@pegbar/verify";

/** What the reader named, as it was typed. Keys are public, so they may stay in the browser. */
export interface Named {
  log: string;
  witnesses: string;
  /** How many of the witnesses must have cosigned; all of them when nothing is typed. */
  quorum: string;
}
const KEY = "pegbar.verify.keys";

export function keptKeys(): Named {
  const nothing = { log: "", witnesses: "", quorum: "" };
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Record<keyof Named, unknown>>;
    const text = (name: keyof Named) => (typeof kept[name] === "string" ? kept[name] : "");
    return { log: text("log"), witnesses: text("witnesses"), quorum: text("quorum") };
  } catch {
    return nothing;
  }
}

export function keepKeys(named: Named): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(named));
  } catch {
    // A browser that keeps nothing asks again at the next visit.
  }
}

/** What is wrong with keys that were typed; undefined when nothing is. */
export function wrongKeys(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  const parts = text.split(/[\s"',[\]{}]+/).filter((part) => part.includes("+"));
  const broken = parts.filter((part) => parseVerifierKey(part) === undefined).length;
  if (parts.length === 0) return "There is no key in this. A key reads name+id+base64, on one line.";
  if (broken > 0)
    return `${broken} of ${parts.length} keys ${broken === 1 ? "is" : "are"} broken, perhaps cut off. Paste them again, whole.`;
  return undefined;
}

/** What is wrong with the quorum. */
export function wrongQuorum({ witnesses, quorum }: Named): string | undefined {
  const count = verifierKeysIn(witnesses).length;
  if (quorum.trim() === "") return undefined;
  return /^[0-9]{1,3}$/.test(quorum.trim()) && Number(quorum) <= count
    ? undefined
    : `Type a number from 0 to ${count}: so many witnesses' keys are named.`;
}

/** The keys to check with; undefined as long as the log's are not there, or anything is wrong. */
export function trustedOf(named: Named): Trusted | undefined {
  if (named.log.trim() === "" || wrongKeys(named.log) || wrongKeys(named.witnesses) || wrongQuorum(named))
    return undefined;
  const witnesses = verifierKeysIn(named.witnesses);
  const quorum = named.quorum.trim() === "" ? witnesses.length : Number(named.quorum);
  return { log: verifierKeysIn(named.log), witnesses, quorum };
}
