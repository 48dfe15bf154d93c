import type { Trusted } from "@pegbar/verify";
import { Facts } from "./facts.tsx";
import { when, type Valid } from "./story.ts";

const algorithms: Record<string, string> = {
  "(ed25519)": "Ed25519",
  "(mldsa44-cosignature)": "ML-DSA-44, made to withstand quantum computers",
};

/** Whose signatures hold what the records say. */
export function Vouchers({ verdict, trusted }: { verdict: Valid; trusted: Trusted | undefined }) {
  const trustedKeys = trusted?.log ?? [];
  const named = trusted?.witnesses?.length ?? 0;
  const signed = verdict.signedBy.map((one) => {
    const [name = "", algorithm = ""] = one.split(" ");
    return { text: `${name}, ${algorithms[algorithm] ?? algorithm}` };
  });
  const witnesses = verdict.witnesses.map(({ name, at }) => ({ text: `${name}, ${when(at)}` }));
  // Anybody can add a cosignature under a name of their choice.
  const asked =
    named > 0
      ? `at least ${trusted?.quorum ?? 0} of the ${named} whose keys you named`
      : "by the certificate's own account: you named no witness's key";
  return (
    <section
      aria-labelledby="vouchers"
      className="rounded-lg border border-line bg-surface p-5 md:p-6 print:border-0 print:p-0"
    >
      <h2 id="vouchers">Who vouches</h2>
      <Facts
        facts={[
          { name: "Log", values: [{ text: verdict.origin }], withheld: false },
          {
            name: "Its size then",
            values: [{ text: `${verdict.treeSize.toLocaleString("en")} records` }],
            withheld: false,
          },
          { name: "Signed by", values: signed, withheld: false },
          {
            name: "Keys",
            values:
              trustedKeys.length > 0
                ? trustedKeys.map((key, at) => ({ text: at === 0 ? "named by you" : "", code: short(key) }))
                : [{ text: "the certificate's own: nobody named them" }],
            withheld: false,
          },
          {
            name: "Witnesses",
            values: witnesses.length > 0 ? [...witnesses, { text: asked }] : [{ text: "none cosigned" }],
            withheld: false,
          },
        ]}
      />
    </section>
  );
}

/** A key's name and id: the rest is as long as a page. */
const short = (key: string): string => key.split("+").slice(0, 2).join("+");
