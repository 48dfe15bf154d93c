const steps = [
  ["The file", "is hashed, and must be the very one that the record names. A single changed byte is refused."],
  [
    "The record",
    "must stand in the log word for word: who made it, for which shot, from which prompt, seed, models and inputs.",
  ],
  ["The log", "must be signed with the keys that you got from elsewhere, by both of its signatures."],
] as const;

/** What is checked, before there is anything to check. */
export const Teach = () => (
  <section aria-labelledby="teach">
    <h2 id="teach">What is checked</h2>
    <ol className="mt-3 grid gap-x-6 gap-y-3 md:grid-cols-3">
      {steps.map(([what, how]) => (
        <li key={what} className="border-t border-line pt-3">
          <b className="font-semibold">{what}</b> <span className="text-soft">{how}</span>
        </li>
      ))}
    </ol>
  </section>
);
