const limits = [
  ["That the record is true.", "It names who was signed in, not who was at the keyboard."],
  ["That a person submitted the job, not a program.", ""],
  ["That the picture wasn’t also made elsewhere.", "Hashes cover bytes, not what a picture shows."],
  [
    "That the platform recorded every event.",
    "Only recorded events can be proven. Records of a shot are numbered, so that none can be removed later.",
  ],
  ["Exact time.", "It relies on the clocks of the platform and of the witnesses that cosigned."],
  ["A model’s licence.", "The record contains the licence that an admin registered with the model."],
] as const;

/** What no certificate proves. Matches docs/chain-of-title.md. */
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
      A web page is only as trustworthy as its server. If the result matters, also verify with your own copy of the
      verifier: <code className="font-mono">pegbar verify PICTURE --key log.key</code>.
    </p>
  </section>
);
