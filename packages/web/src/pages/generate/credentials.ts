import type { Input } from "./picker-queries.ts";

type Credentials = NonNullable<Input["credentials"]>;

/** IPTC digital source types for display. */
const SOURCES: Record<string, string> = {
  trainedAlgorithmicMedia: "AI-generated",
  compositeWithTrainedAlgorithmicMedia: "partly AI-generated",
  algorithmicMedia: "software-generated",
  algorithmicallyEnhanced: "enhanced by software",
  digitalCapture: "camera capture",
  computationalCapture: "camera capture",
  digitalArt: "created by a person",
  digitalCreation: "created by a person",
  humanEdits: "edited by a person",
};

/** Result of checking an upload's content credentials, in one line. */
export function describeCredentials({ state, ours, issuer, sourceType, failures }: Credentials): string {
  if (state === "invalid")
    return failures.some((code) => code.endsWith(".mismatch"))
      ? "Content credentials invalid: the file changed after signing"
      : "Content credentials damaged or expired";
  const source = SOURCES[sourceType ?? ""];
  const claim = source === undefined ? "" : ` · Declared source: ${source}`;
  if (ours) return `Signed by this platform${claim}`;
  const signer = issuer ?? "an unnamed signer";
  return state === "valid" ? `Signed by ${signer}${claim}` : `Signed by ${signer} (not trusted)${claim}`;
}
