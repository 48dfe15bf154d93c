import type { Trusted } from "@pegbar/verify";
import { FactList } from "./fact-list.tsx";
import { formatTimestamp, type Valid } from "./record-facts.ts";

const algorithms: Record<string, string> = {
  "(ed25519)": "Ed25519",
  "(mldsa44-cosignature)": "ML-DSA-44 (post-quantum)",
};

/** Log, keys and witnesses whose signatures were verified. */
export function Signatures({ verdict, trusted }: { verdict: Valid; trusted: Trusted | undefined }) {
  const trustedKeys = trusted?.log ?? [];
  const trustedWitnesses = trusted?.witnesses?.length ?? 0;
  const signed = verdict.signedBy.map((one) => {
    const [name = "", algorithm = ""] = one.split(" ");
    return { text: `${name}, ${algorithms[algorithm] ?? algorithm}` };
  });
  const witnesses = verdict.witnesses.map(({ name, at }) => ({ text: `${name}, ${formatTimestamp(at)}` }));
  // Anybody can add a cosignature under any name, so the count of trusted ones is shown.
  const quorumText =
    trustedWitnesses > 0
      ? `at least ${trusted?.quorum ?? 0} of ${trustedWitnesses} trusted witnesses required`
      : "according to the certificate only: no trusted witness keys";
  return (
    <section
      aria-labelledby="signatures"
      className="rounded-lg border border-line bg-surface p-5 md:p-6 print:border-0 print:p-0"
    >
      <h2 id="signatures">Signatures</h2>
      <FactList
        facts={[
          { name: "Log", values: [{ text: verdict.origin }], withheld: false },
          {
            name: "Log size",
            values: [{ text: `${verdict.treeSize.toLocaleString("en")} records` }],
            withheld: false,
          },
          { name: "Signed by", values: signed, withheld: false },
          {
            name: "Keys",
            values:
              trustedKeys.length > 0
                ? trustedKeys.map((key, at) => ({ text: at === 0 ? "trusted by you" : "", code: shortenKey(key) }))
                : [{ text: "from the certificate, not trusted" }],
            withheld: false,
          },
          {
            name: "Witnesses",
            values: witnesses.length > 0 ? [...witnesses, { text: quorumText }] : [{ text: "none" }],
            withheld: false,
          },
        ]}
      />
    </section>
  );
}

/** A key's name and id, without the long key data. */
const shortenKey = (key: string): string => key.split("+").slice(0, 2).join("+");
