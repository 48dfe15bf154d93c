const steps = [
  ["The file", "is hashed and must match the record. A single changed byte fails verification."],
  [
    "The record",
    "must be in the log unchanged: who made it, for which shot, from which prompt, seed, models and inputs.",
  ],
  ["The log", "must be signed with the trusted keys, by both of its signatures."],
] as const;

/** Explains the verification before any file is added. */
export const HowItWorks = () => (
  <section aria-labelledby="how-it-works">
    <h2 id="how-it-works">How verification works</h2>
    <ol className="mt-3 grid gap-x-6 gap-y-3 md:grid-cols-3">
      {steps.map(([what, how]) => (
        <li key={what} className="border-t border-line pt-3">
          <b className="font-semibold">{what}</b> <span className="text-soft">{how}</span>
        </li>
      ))}
    </ol>
  </section>
);
