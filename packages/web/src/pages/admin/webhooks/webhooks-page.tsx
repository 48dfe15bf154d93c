import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../../components/button.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { Badge, Table, TableSkeleton, Td, Th } from "../../../components/table.tsx";
import { TimeAgo } from "../../../components/time-ago.tsx";
import { eventNames, strings } from "../../../strings/webhooks.ts";
import { webhooks } from "./queries.ts";
import { WebhookDialog } from "./webhook-dialog.tsx";
import { WebhookSecret } from "./webhook-secret.tsx";

/** The studio's webhooks. */
export function WebhooksPage() {
  const list = useQuery(webhooks);
  const [isCreating, setIsCreating] = useState(false);
  const [secret, setSecret] = useState<string>();
  const add = <Button onClick={() => setIsCreating(true)}>{strings.add}</Button>;
  return (
    <>
      <title>{`${strings.title} – Pegbar`}</title>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>{strings.title}</h1>
        {add}
      </div>
      <p className="max-w-2xl text-soft">{strings.about}</p>
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton rows={3} />
      ) : !list.data ? undefined : list.data.length === 0 ? (
        <EmptyState title={strings.empty} action={add}>
          {strings.emptyHint}
        </EmptyState>
      ) : (
        <Table
          label={strings.title}
          head={
            <>
              <Th>{strings.address}</Th>
              <Th wide>{strings.events}</Th>
              <Th>{strings.state}</Th>
              <Th wide>{strings.lastDelivered}</Th>
            </>
          }
        >
          {list.data.map(({ id, url, description, events, state, lastDeliveredAt }) => (
            <tr key={id} className="relative hover:bg-sunken">
              <Td>
                <Link
                  to="/admin/webhooks/$webhookId"
                  params={{ webhookId: id }}
                  className="row-link font-medium wrap-anywhere underline"
                >
                  {url}
                </Link>
                <span className="block text-sm text-soft">{description}</span>
              </Td>
              <Td wide className="text-sm">
                {events.map((event) => eventNames[event]).join(", ")}
              </Td>
              <Td>
                <Badge tone={state === "active" ? "good" : "soft"}>{strings[state]}</Badge>
              </Td>
              <Td wide>
                {lastDeliveredAt === null ? (
                  <span className="text-sm text-soft">{strings.never}</span>
                ) : (
                  <TimeAgo at={lastDeliveredAt} />
                )}
              </Td>
            </tr>
          ))}
        </Table>
      )}
      {isCreating && (
        <WebhookDialog
          onClose={() => setIsCreating(false)}
          onCreated={(made) => {
            setIsCreating(false);
            setSecret(made);
          }}
        />
      )}
      {secret !== undefined && <WebhookSecret secret={secret} onClose={() => setSecret(undefined)} />}
    </>
  );
}
