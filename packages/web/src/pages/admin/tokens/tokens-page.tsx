import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { members, shows } from "../../../api/lists.ts";
import { date } from "../../../parts/amount.ts";
import { Button } from "../../../parts/button.tsx";
import { Confirm } from "../../../parts/dialog.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { Badge, RowsToCome, Table, Td, Th } from "../../../parts/table.tsx";
import { Ago, useNow } from "../../../parts/time.tsx";
import { toast } from "../../../parts/toast.tsx";
import { NewToken } from "./new-token.tsx";

type Token = components["schemas"]["Token"];

/** Keys for scripts and machines: the studio's own, and those of its members. */
export function TokensPage() {
  const queries = useQueryClient();
  const [ended, setEnded] = useState(false);
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Token>();
  const now = useNow();
  const list = useQuery({
    queryKey: ["tokens"],
    queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/tokens", { limit: 200 }, { signal })),
  });
  const works = ({ revokedAt, expiresAt }: Token) => revokedAt === null && Date.parse(expiresAt) > now;
  const rows = (list.data ?? []).filter((token) => ended || works(token));
  const make = <Button onClick={() => setMaking(true)}>New token</Button>;
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
              checked={ended}
              onChange={(event) => setEnded(event.target.checked)}
            />
            Revoked and expired too
          </label>
          {make}
        </div>
      </div>
      {list.error && <Problem error={list.error} again={() => void list.refetch()} />}
      {list.isPending ? (
        <RowsToCome />
      ) : rows.length === 0 ? (
        <Empty title="No token works now" act={make}>
          A token lets a script or a farm call the API without a person signing in. Give it only the verbs and shows
          that it needs, and an end.
        </Empty>
      ) : (
        <Table
          label="API tokens"
          head={
            <>
              <Th>Name</Th>
              <Th>Acts as</Th>
              <Th wide>May</Th>
              <Th wide>Ends</Th>
              <Th wide>Last used</Th>
              <Th>
                <span className="sr-only">What can be done</span>
              </Th>
            </>
          }
        >
          {rows.map((token) => (
            <Row key={token.id} token={token} works={works(token)} revoke={() => setRevoking(token)} />
          ))}
        </Table>
      )}
      {making && <NewToken close={() => setMaking(false)} />}
      {revoking && (
        <Confirm
          title={`Revoke ${revoking.name}?`}
          act="Revoke"
          close={() => setRevoking(undefined)}
          run={async () => {
            await api.delete("/v1/tokens/{id}", { params: { path: { id: revoking.id } } });
            await queries.invalidateQueries({ queryKey: ["tokens"] });
            await queries.invalidateQueries({ queryKey: ["members"] });
            toast(`${revoking.name} is revoked.`);
          }}
        >
          Whatever uses it is refused within half a minute, for good. It stays in the list.
        </Confirm>
      )}
    </>
  );
}

function Row({ token, works, revoke }: { token: Token; works: boolean; revoke: () => void }) {
  const { data: people = [] } = useQuery(members);
  const { data: known = [] } = useQuery(shows);
  const nameOf = (id: string) => people.find((one) => one.id === id)?.name ?? id;
  const codeOf = (id: string) => known.find((show) => show.id === id)?.code ?? id;
  return (
    <tr>
      <Td>
        <span className="font-medium">{token.name}</span>
        <span className="block font-mono text-xs whitespace-nowrap text-soft">pgb_…{token.hint}</span>
      </Td>
      <Td>
        {token.service ? <Badge tone="busy">service</Badge> : nameOf(token.memberId)}{" "}
        <span className="block text-sm text-soft">
          {token.role}
          {token.service && `, made by ${nameOf(token.createdBy)}`}
        </span>
      </Td>
      <Td wide className="text-sm">
        <span title={token.verbs?.join(", ")}>
          {token.verbs === null
            ? "all that its member may"
            : token.verbs.length <= 2
              ? token.verbs.join(", ")
              : `${token.verbs.length} verbs`}
        </span>
        <span className="block text-soft">
          {token.showIds === null ? "all shows" : token.showIds.map(codeOf).join(", ")}
        </span>
      </Td>
      <Td wide className="text-sm whitespace-nowrap">
        {works ? date(token.expiresAt) : <Badge>{token.revokedAt === null ? "expired" : "revoked"}</Badge>}
      </Td>
      <Td wide>
        {token.lastUsedAt === null ? <span className="text-sm text-soft">never</span> : <Ago at={token.lastUsedAt} />}
      </Td>
      <Td className="text-right">
        {works ? (
          <Button size="sm" look="quiet" aria-label={`Revoke ${token.name}`} onClick={revoke}>
            Revoke
          </Button>
        ) : (
          <span className="md:hidden">
            <Badge>ended</Badge>
          </span>
        )}
      </Td>
    </tr>
  );
}
