import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { members, shows } from "../../../api/lists.ts";
import { formatDate } from "../../../components/format.ts";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/dialog.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { Badge, TableSkeleton, Table, Td, Th } from "../../../components/table.tsx";
import { TimeAgo, useNow } from "../../../components/time-ago.tsx";
import { showToast } from "../../../components/toast.tsx";
import { NewTokenDialog } from "./new-token-dialog.tsx";

type Token = components["schemas"]["Token"];

/** API tokens of the studio and its members. */
export function TokensPage() {
  const queryClient = useQueryClient();
  const [showInactive, setShowInactive] = useState(false);
  const [isCreating, setIsCreating] = useState(false);
  const [tokenToRevoke, setTokenToRevoke] = useState<Token>();
  const now = useNow();
  const list = useQuery({
    queryKey: ["tokens"],
    queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/tokens", { limit: 200 }, { signal })),
  });
  const isActive = ({ revokedAt, expiresAt }: Token) => revokedAt === null && Date.parse(expiresAt) > now;
  const rows = (list.data ?? []).filter((token) => showInactive || isActive(token));
  const newTokenButton = <Button onClick={() => setIsCreating(true)}>New token</Button>;
  return (
    <>
      <title>API tokens – Pegbar</title>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>API tokens</h1>
        <div className="flex flex-wrap items-center gap-4">
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={showInactive}
              onChange={(event) => setShowInactive(event.target.checked)}
            />
            Show revoked and expired
          </label>
          {newTokenButton}
        </div>
      </div>
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton />
      ) : !list.data ? undefined : rows.length === 0 ? (
        <EmptyState title="No active tokens" action={newTokenButton}>
          A token lets a script or a render farm call the API without a person signing in. Give it only the permissions
          and shows it needs, and an expiry date.
        </EmptyState>
      ) : (
        <Table
          label="API tokens"
          head={
            <>
              <Th>Name</Th>
              <Th>Acts as</Th>
              <Th wide>Permissions</Th>
              <Th wide>Expires</Th>
              <Th wide>Last used</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </>
          }
        >
          {rows.map((token) => (
            <Row key={token.id} token={token} isActive={isActive(token)} onRevoke={() => setTokenToRevoke(token)} />
          ))}
        </Table>
      )}
      {isCreating && <NewTokenDialog onClose={() => setIsCreating(false)} />}
      {tokenToRevoke && (
        <ConfirmDialog
          title={`Revoke ${tokenToRevoke.name}?`}
          action="Revoke"
          onClose={() => setTokenToRevoke(undefined)}
          onConfirm={async () => {
            await api.delete("/v1/tokens/{id}", { params: { path: { id: tokenToRevoke.id } } });
            await queryClient.invalidateQueries({ queryKey: ["tokens"] });
            await queryClient.invalidateQueries({ queryKey: ["members"] });
            showToast(`Revoked ${tokenToRevoke.name}.`);
          }}
        >
          Requests with this token are rejected within 30 seconds. You can’t undo this. The token stays in the list.
        </ConfirmDialog>
      )}
    </>
  );
}

function Row({ token, isActive, onRevoke }: { token: Token; isActive: boolean; onRevoke: () => void }) {
  const { data: people = [] } = useQuery(members);
  const { data: showList = [] } = useQuery(shows);
  const getMemberName = (id: string) => people.find((one) => one.id === id)?.name ?? id;
  const getShowCode = (id: string) => showList.find((show) => show.id === id)?.code ?? id;
  return (
    <tr>
      <Td>
        <span className="font-medium">{token.name}</span>
        <span className="block font-mono text-xs whitespace-nowrap text-soft">pgb_…{token.hint}</span>
      </Td>
      <Td>
        {token.service ? <Badge tone="busy">service</Badge> : getMemberName(token.memberId)}{" "}
        <span className="block text-sm text-soft">
          {token.role}
          {token.service && `, created by ${getMemberName(token.createdBy)}`}
        </span>
      </Td>
      <Td wide className="text-sm">
        <span title={token.verbs?.join(", ")}>
          {token.verbs === null
            ? "all of the member’s permissions"
            : token.verbs.length <= 2
              ? token.verbs.join(", ")
              : `${token.verbs.length} permissions`}
        </span>
        <span className="block text-soft">
          {token.showIds === null ? "all shows" : token.showIds.map(getShowCode).join(", ")}
        </span>
      </Td>
      <Td wide className="text-sm whitespace-nowrap">
        {isActive ? formatDate(token.expiresAt) : <Badge>{token.revokedAt === null ? "expired" : "revoked"}</Badge>}
      </Td>
      <Td wide>
        {token.lastUsedAt === null ? (
          <span className="text-sm text-soft">never</span>
        ) : (
          <TimeAgo at={token.lastUsedAt} />
        )}
      </Td>
      <Td className="text-right">
        {isActive ? (
          <Button size="sm" variant="quiet" aria-label={`Revoke ${token.name}`} onClick={onRevoke}>
            Revoke
          </Button>
        ) : (
          <span className="md:hidden">
            <Badge>inactive</Badge>
          </span>
        )}
      </Td>
    </tr>
  );
}
