const limits = [
  ["That the record tells the truth about the world.", "It says who was signed in, not who sat at the keyboard."],
  ["That a person, not a program, pressed the button.", ""],
  ["That the picture was not made elsewhere as well.", "Hashes are about bytes, not about what a picture shows."],
  [
    "That the platform did not leave out an event from the beginning.",
    "What is written is proven; what was never written is not there. For a shot the records are numbered, so that none can be left out afterwards.",
  ],
  ["Time,", "beyond the platform's clock and those of the witnesses that cosigned."],
  ["A licence.", "The record holds the licence that the studio's admin registered with the model."],
] as const;

/** What no certificate proves, in the words of docs/chain-of-title.md. */
export const Limits = () => (
  <section aria-labelledby="limits" className="rounded-lg bg-sunken p-5 md:p-6 print:bg-transparent print:p-0">
    <h2 id="limits">What this does not prove</h2>
    <ul className="mt-3 flex max-w-prose list-disc flex-col gap-2 pl-5">
      {limits.map(([what, why]) => (
        <li key={what}>
          <b className="font-semibold">{what}</b> {why}
        </li>
      ))}
    </ul>
    <p className="mt-4 max-w-prose text-sm text-soft">
      A page is as honest as whoever serves it. Where much depends on it, check with a copy of your own as well:{" "}
      <code className="font-mono">pegbar verify PICTURE --key log.key</code>.
    </p>
  </section>
);
