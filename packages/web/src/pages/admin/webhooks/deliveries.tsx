import { formatExactTime } from "../../../components/format.ts";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { LoadMore } from "../../../components/load-more.tsx";
import { Select } from "../../../components/select.tsx";
import { Badge, TableSkeleton } from "../../../components/table.tsx";
import { TimeAgo } from "../../../components/time-ago.tsx";
import { showToast } from "../../../components/toast.tsx";
import { eventNames, strings } from "../../../strings/webhooks.ts";
import { deliveries, type Delivery, type DeliveryState } from "./queries.ts";

const tones = { pending: "busy", delivered: "good", failed: "bad" } as const;
const states = ["pending", "delivered", "failed"] as const;

/** A webhook's deliveries, with their attempts, and replay. */
export function Deliveries({ webhookId }: { webhookId: string }) {
  const queryClient = useQueryClient();
  const [state, setState] = useState<DeliveryState>();
  const list = useInfiniteQuery(deliveries(webhookId, state));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const replay = useMutation({
    mutationFn: async (ids: readonly string[] | "failed") => {
      const found = ids === "failed" ? await listFailed(webhookId) : ids;
      for (const deliveryId of found)
        await api.post("/v1/webhooks/{id}/deliveries/{deliveryId}/replay", {
          params: { path: { id: webhookId, deliveryId } },
        });
      return found.length;
    },
    onSuccess: (count) => showToast(count === 0 ? strings.nothingFailed : strings.replayed(count)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["webhooks", webhookId, "deliveries"] }),
  });
  return (
    <section aria-labelledby="deliveries" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 id="deliveries">{strings.deliveries}</h2>
          <p className="text-sm text-soft">{strings.deliveriesHint}</p>
        </div>
        <div className="flex items-end gap-3">
          <Select
            label={strings.state}
            value={state ?? ""}
            options={[["", strings.anyState], ...states.map((one) => [one, strings.states[one]] as const)]}
            onChange={(value) => setState(states.find((one) => one === value))}
          />
          <Button variant="plain" busy={replay.isPending} onClick={() => replay.mutate("failed")}>
            {strings.replayFailed}
          </Button>
        </div>
      </div>
      {replay.error && <ErrorMessage error={replay.error} />}
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton rows={4} />
      ) : !list.data ? undefined : items.length === 0 ? (
        <EmptyState title={strings.noDeliveries}>{strings.noDeliveriesHint}</EmptyState>
      ) : (
        <ul aria-label={strings.deliveries} className="overflow-hidden rounded-lg border border-line bg-surface">
          {items.map((delivery) => (
            <Row
              key={delivery.id}
              delivery={delivery}
              isReplaying={replay.isPending}
              onReplay={() => replay.mutate([delivery.id])}
            />
          ))}
        </ul>
      )}
      <LoadMore query={list}>{strings.more}</LoadMore>
    </section>
  );
}

/** Ids of all deliveries that were given up. */
async function listFailed(id: string): Promise<string[]> {
  const failed: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await api.get("/v1/webhooks/{id}/deliveries", {
      params: { path: { id }, query: { state: "failed", limit: 200, ...(cursor == null ? {} : { cursor }) } },
    });
    failed.push(...page.items.map((one) => one.id));
    cursor = page.next;
  } while (cursor != null);
  return failed;
}

interface RowProps {
  delivery: Delivery;
  isReplaying: boolean;
  onReplay: () => void;
}

function Row({
  delivery: { id, type, state, payload, attempts, nextAttemptAt, createdAt },
  isReplaying,
  onReplay,
}: RowProps) {
  const last = attempts.at(-1);
  return (
    <li className="grid items-start gap-x-4 gap-y-1 border-b border-line px-4 py-3 last:border-b-0 md:grid-cols-[7rem_1fr_auto]">
      <span>
        <Badge tone={tones[state]}>{strings.states[state]}</Badge>
      </span>
      <div className="min-w-0 text-sm">
        <p>
          <span className="text-base font-medium">{type === "webhook.test" ? type : eventNames[type]}</span>{" "}
          <TimeAgo at={createdAt} />
        </p>
        <p className="text-soft">
          {[
            strings.attempts(attempts.length),
            last && (last.status === null ? (last.error ?? strings.noAnswer) : `HTTP ${last.status}`),
          ]
            .filter(Boolean)
            .join(" · ")}
          {nextAttemptAt !== null && state === "pending" && attempts.length > 0 && (
            <>
              {" "}
              · {strings.next} {new Date(nextAttemptAt).toLocaleTimeString("en")}
            </>
          )}
        </p>
        <details className="text-soft">
          <summary>{strings.details}</summary>
          <ol className="my-1 list-decimal pl-5">
            {attempts.map(({ at, status, durationMs, error }) => (
              <li key={at}>
                {formatExactTime(at)} · {status === null ? (error ?? strings.noAnswer) : `HTTP ${status}`} ·{" "}
                {durationMs} ms
              </li>
            ))}
          </ol>
          <p className="font-mono text-xs wrap-anywhere">{id}</p>
          <pre
            tabIndex={0}
            className="mt-1 max-h-64 overflow-auto rounded-md bg-sunken p-2 font-mono text-xs text-text"
          >
            {JSON.stringify(payload, null, 2)}
          </pre>
        </details>
      </div>
      {state !== "pending" && (
        <Button size="sm" variant="plain" disabled={isReplaying} onClick={onReplay}>
          {strings.replay}
        </Button>
      )}
    </li>
  );
}
