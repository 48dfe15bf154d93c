import type { Input } from "./to-use.ts";

type Credentials = NonNullable<Input["credentials"]>;

/** IPTC's words for where a picture comes from, as an artist would say it. */
const SOURCES: Record<string, string> = {
  trainedAlgorithmicMedia: "made by AI",
  compositeWithTrainedAlgorithmicMedia: "made with AI in part",
  algorithmicMedia: "made by a program",
  algorithmicallyEnhanced: "changed by a program",
  digitalCapture: "taken by a camera",
  computationalCapture: "taken by a camera",
  digitalArt: "made by a person",
  digitalCreation: "made by a person",
  humanEdits: "edited by a person",
};

/** What the content credentials of an upload come to, in one line. */
export function wordsOfCredentials({ state, ours, issuer, sourceType, failures }: Credentials): string {
  if (state === "invalid")
    return failures.some((code) => code.endsWith(".mismatch"))
      ? "Changed since it was signed: its credentials do not hold"
      : "Its credentials are broken or out of date, and say nothing";
  const source = SOURCES[sourceType ?? ""];
  const says = source === undefined ? "" : `, says ${source}`;
  if (ours) return `Signed by this platform${says}`;
  const whom = issuer ?? "somebody without a name";
  return state === "valid" ? `Signed by ${whom}${says}` : `Signed by ${whom}, whom nobody here vouches for${says}`;
}
