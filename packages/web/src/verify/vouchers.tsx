import { Facts } from "./facts.tsx";
import { when, type Valid } from "./story.ts";

const algorithms: Record<string, string> = {
  "(ed25519)": "Ed25519",
  "(mldsa44-cosignature)": "ML-DSA-44, which quantum computers do not break either",
};

/** Whose signatures hold what the records say. */
export function Vouchers({ verdict, trustedKeys }: { verdict: Valid; trustedKeys: readonly string[] }) {
  const signed = verdict.signedBy.map((one) => {
    const [name = "", algorithm = ""] = one.split(" ");
    return { text: `${name}, ${algorithms[algorithm] ?? algorithm}` };
  });
  const witnesses = verdict.witnesses.map(({ name, at }) => ({ text: `${name}, ${when(at)}` }));
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
            values: witnesses.length > 0 ? witnesses : [{ text: "none cosigned" }],
            withheld: false,
          },
        ]}
      />
    </section>
  );
}

/** A key's name and id: the rest is as long as a page. */
const short = (key: string): string => key.split("+").slice(0, 2).join("+");
