import type { Health, HealthPart } from "@pegbar/sdk";
import { QueryClientProvider } from "@tanstack/react-query";
import { queryClient } from "../../api/query-client.ts";
import { TimeAgo } from "../../components/time-ago.tsx";
import { Logo } from "../../shell/logo.tsx";
import { describePart, labels, summaries } from "./parts.ts";
import { useHealth } from "./use-health.ts";

/** State of the platform, for everybody. Needs no sign-in, because it is opened when other pages fail. */
export const StatusPage = () => (
  <QueryClientProvider client={queryClient}>
    <Content />
  </QueryClientProvider>
);

const UNREACHABLE = {
  title: "Can’t reach Pegbar",
  text: "Check your connection. If it works, Pegbar is down. Nothing that you submitted is lost.",
};

function Content() {
  const { data, error, isPending } = useHealth();
  const status = error ? "down" : data?.status;
  const { title, text } = error ? UNREACHABLE : summaries[data?.status ?? "ok"];
  return (
    <div className="flex min-h-full flex-col">
      <title>{`${status === undefined ? "Status" : title} – Pegbar`}</title>
      <header className="flex items-center justify-between gap-3 border-b border-line bg-surface px-4 py-2.5">
        <a href="/" className="flex items-center gap-2.5 font-semibold">
          <Logo /> Pegbar
        </a>
        <a href="/" className="text-sm text-accent underline">
          Open the portal
        </a>
      </header>
      <main className="mx-auto flex w-full max-w-2xl flex-col gap-4 p-4 md:p-8">
        {isPending || status === undefined ? (
          <div aria-busy="true">
            <span className="sr-only">Loading</span>
            <div className="skeleton h-96" />
          </div>
        ) : (
          <>
            <Summary status={status} title={title} text={text} />
            {!error && data && <Parts parts={data.parts} />}
            <p className="text-sm text-soft">
              {data ? (
                <>
                  Last answer <TimeAgo at={data.checkedAt} />.{" "}
                </>
              ) : null}
              This page updates itself.
            </p>
          </>
        )}
      </main>
    </div>
  );
}

const colors: Record<Health["status"], { box: string; text: string; dot: string }> = {
  ok: { box: "border-good/40 bg-good-wash", text: "text-good", dot: "bg-good" },
  degraded: { box: "border-warn/40 bg-warn-wash", text: "text-warn", dot: "bg-warn" },
  down: { box: "border-bad/40 bg-bad-wash", text: "text-bad", dot: "bg-bad" },
};

const Summary = ({ status, title, text }: { status: Health["status"]; title: string; text: string }) => (
  <div role="status" className={`flex flex-col gap-1 rounded-lg border p-4 ${colors[status].box}`}>
    <h1 className={colors[status].text}>{title}</h1>
    <p>{text}</p>
  </div>
);

/** What does not work comes first. */
function Parts({ parts }: { parts: readonly HealthPart[] }) {
  const sorted = parts.toSorted((a, b) => Number(a.status === "ok") - Number(b.status === "ok"));
  return (
    <ul aria-label="Parts" className="divide-y divide-line rounded-lg border border-line bg-surface">
      {sorted.map((part) => (
        <Part key={part.name} part={part} />
      ))}
    </ul>
  );
}

function Part({ part }: { part: HealthPart }) {
  const { status, message, since } = part;
  const { title, purpose } = describePart(part);
  return (
    <li className="flex items-start justify-between gap-4 p-4">
      <div className="flex min-w-0 flex-col gap-0.5">
        <h2 className="text-base font-medium">{title}</h2>
        <p className="text-sm text-soft">{message ?? purpose}</p>
        {since !== undefined && (
          <p className="text-sm text-soft">
            Since <TimeAgo at={since} />
          </p>
        )}
      </div>
      <span className={`flex shrink-0 items-center gap-2 text-sm font-medium ${colors[status].text}`}>
        <span aria-hidden="true" className={`size-2 rounded-full ${colors[status].dot}`} />
        {labels[status]}
      </span>
    </li>
  );
}
