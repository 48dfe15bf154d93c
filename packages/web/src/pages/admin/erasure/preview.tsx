import type { UseQueryResult } from "@tanstack/react-query";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { strings } from "../../../strings/erasure.ts";
import { listEffects, type Effect } from "./list-effects.ts";
import type { Foreseen } from "./queries.ts";

/** What an erasure destroys and what it keeps, side by side, with reasons. */
export function Preview({ query, isChosen }: { query: UseQueryResult<Foreseen>; isChosen: boolean }) {
  if (!isChosen)
    return (
      <p className="rounded-lg border border-dashed border-line p-6 text-center text-soft">{strings.chooseFirst}</p>
    );
  // A conflict says what must happen before the erasure.
  if (query.error) return <ErrorMessage error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data)
    return (
      <div aria-busy="true" className="skeleton h-64">
        <span className="sr-only">{strings.counting}</span>
      </div>
    );
  const { goes, stays } = listEffects(query.data);
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <EffectList title={strings.goes} effects={goes} mark="✕" tone="text-bad" />
      <EffectList title={strings.stays} effects={stays} mark="✓" tone="text-good" />
    </div>
  );
}

interface Props {
  title: string;
  effects: readonly Effect[];
  mark: string;
  tone: string;
}

const EffectList = ({ title, effects, mark, tone }: Props) => (
  <section className="rounded-lg border border-line bg-surface p-5">
    <h2 className="mb-3 text-base">{title}</h2>
    <ul aria-label={title} className="flex flex-col gap-3">
      {effects.map(({ what, why }) => (
        <li key={what} className="flex gap-2.5">
          <span aria-hidden="true" className={tone}>
            {mark}
          </span>
          <span className="min-w-0">
            {what}
            <span className="block text-sm text-soft">{why}</span>
          </span>
        </li>
      ))}
    </ul>
  </section>
);
