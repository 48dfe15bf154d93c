import type { Fact } from "./record-values.ts";

/** A record's fields as a description list. */
export const FactList = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className="mt-3 flex flex-col">
    {facts.map(({ name, values, withheld }, key) => (
      <div
        key={key}
        className="grid gap-x-6 gap-y-0.5 border-t border-line py-2.5 first:border-t-0 sm:grid-cols-[9rem_minmax(0,1fr)]"
      >
        <dt className="text-soft">{name}</dt>
        <dd className="flex flex-col gap-1.5">
          {withheld && <span className="text-soft italic">withheld or erased; the record contains its hash</span>}
          {values.map(({ text, code }, key) => (
            <span key={key} dir="auto" className="break-words whitespace-pre-wrap">
              {text}
              {code !== undefined && code !== "" && (
                <code className="block font-mono text-xs leading-normal break-all text-soft">{code}</code>
              )}
            </span>
          ))}
        </dd>
      </div>
    ))}
  </dl>
);
