import { useQuery } from "@tanstack/react-query";
import { CopyField } from "../../../components/copy-field.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { PageSkeleton } from "../../../components/page-state.tsx";
import { strings } from "../../../strings/ledger.ts";
import { Checkpoint } from "./checkpoint.tsx";
import { ExportPanel } from "./export-panel.tsx";
import { Fact, Facts } from "./facts.tsx";
import { ledger as ledgerQuery } from "./queries.ts";
import { Witnesses } from "./witnesses.tsx";

/** The studio's log: its size, checkpoint, anchors, witnesses, and an export. */
export function LedgerPage() {
  const { data, error, isPending, refetch } = useQuery(ledgerQuery);
  return (
    <>
      <title>{`${strings.title} – Pegbar`}</title>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>{strings.title}</h1>
        {/* Not part of the portal's routes: it works without a sign-in. */}
        <a href="/verify" className="text-accent underline" title={strings.verifyHint}>
          {strings.verify}
        </a>
      </div>
      <p className="max-w-2xl text-soft">{strings.about}</p>
      {error && <ErrorMessage error={error} onRetry={() => void refetch()} />}
      {isPending ? (
        <PageSkeleton />
      ) : data === null || data?.size === 0 ? (
        <EmptyState title={strings.empty}>{strings.emptyHint}</EmptyState>
      ) : (
        data && (
          <>
            <div className="grid items-start gap-5 lg:grid-cols-2">
              <div className="flex flex-col gap-5">
                <Facts title={strings.size}>
                  <Fact name={strings.signed} hint={strings.sizeHint}>
                    {strings.records(data.size)}
                  </Fact>
                  <Fact name={strings.pending} hint={strings.pendingHint}>
                    {data.pending === 0 ? strings.none : strings.records(data.pending)}
                  </Fact>
                  <Fact name={strings.origin} hint={strings.originHint}>
                    <code className="font-mono text-sm">{data.origin}</code>
                  </Fact>
                </Facts>
                <ExportPanel ledger={data} />
              </div>
              <div className="flex min-w-0 flex-col gap-5">
                <Checkpoint ledger={data} />
              </div>
            </div>
            <Witnesses ledger={data} />
            <section className="flex flex-col gap-2">
              <h2>{strings.keys}</h2>
              <p className="text-soft">{strings.keysHint}</p>
              {data.logKeys.map((key, at) => (
                <CopyField key={key} label={strings.keyNumber(at + 1)} value={key} />
              ))}
            </section>
          </>
        )
      )}
    </>
  );
}
