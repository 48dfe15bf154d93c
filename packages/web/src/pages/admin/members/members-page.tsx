import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { members } from "../../../api/lists.ts";
import { useMe } from "../../../api/me.ts";
import { Button } from "../../../parts/button.tsx";
import { Select } from "../../../parts/field.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { Badge, RowsToCome, Table, Td, Th } from "../../../parts/table.tsx";
import { Ago } from "../../../parts/time.tsx";
import { Invite } from "./invite.tsx";
import { RemoveMember } from "./remove-member.tsx";
import { RoleOf } from "./role-of.tsx";
import { membersSearch, roles, type MembersSearch } from "./search.ts";

type Member = components["schemas"]["Member"];
const route = getRouteApi("/admin/members");

/** Who is in the studio, and as what. */
export function MembersPage() {
  const search = route.useSearch();
  const list = useQuery(members);
  const [inviting, setInviting] = useState(false);
  const [leaving, setLeaving] = useState<Member>();
  const fitting = (list.data ?? []).filter((one) => fits(one, search));
  return (
    <>
      <title>Members – Pegbar</title>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>Members</h1>
        <div className="flex flex-wrap items-end gap-2">
          <Filters />
          <Button onClick={() => setInviting(true)}>Invite</Button>
        </div>
      </div>
      {list.error && <Problem error={list.error} again={() => void list.refetch()} />}
      {list.isPending ? (
        <RowsToCome />
      ) : fitting.length === 0 ? (
        <Empty title="Nobody fits">No member is like that. Widen the filter, or invite somebody.</Empty>
      ) : (
        <Table
          label="Members"
          head={
            <>
              <Th>Name</Th>
              <Th>Role</Th>
              <Th wide>State</Th>
              <Th wide>Since</Th>
              <Th>
                <span className="sr-only">What can be done</span>
              </Th>
            </>
          }
        >
          {fitting.map((member) => (
            <Row key={member.id} member={member} remove={() => setLeaving(member)} />
          ))}
        </Table>
      )}
      {inviting && <Invite close={() => setInviting(false)} />}
      {leaving && <RemoveMember member={leaving} close={() => setLeaving(undefined)} />}
    </>
  );
}

/** Former members are shown when asked for. */
const fits = ({ role, status, service }: Member, search: MembersSearch): boolean =>
  (search.role === undefined || search.role === role) &&
  (search.status === undefined ? status !== "left" : search.status === status) &&
  (search.kind === undefined || (search.kind === "service") === service);

function Filters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: Record<string, string>) =>
    void navigate({ search: (before) => membersSearch({ ...before, ...change }), replace: true });
  return (
    <form className="flex flex-wrap gap-2" aria-label="Filter">
      <Select
        label="Role"
        value={search.role ?? ""}
        options={[["", "All roles"], ...roles.map((role) => [role, role] as const)]}
        onChange={(role) => set({ role })}
      />
      <Select
        label="State"
        value={search.status ?? ""}
        options={[
          ["", "Active or invited"],
          ["active", "Active"],
          ["invited", "Invited"],
          ["declined", "Declined"],
          ["left", "Former"],
        ]}
        onChange={(status) => set({ status })}
      />
      <Select
        label="Kind"
        value={search.kind ?? ""}
        options={[
          ["", "People and services"],
          ["people", "People"],
          ["service", "Services"],
        ]}
        onChange={(kind) => set({ kind })}
      />
    </form>
  );
}

function Row({ member, remove }: { member: Member; remove: () => void }) {
  const me = useMe().member;
  const self = me?.id === member.id;
  const changeable = !member.service && (member.status === "active" || member.status === "invited");
  return (
    <tr>
      <Td className="max-w-0 min-w-32 md:max-w-none">
        <span className="flex flex-wrap items-center gap-x-2 font-medium">
          {member.name}
          {self && <Badge>you</Badge>}
          {member.service && <Badge tone="busy">service</Badge>}
          <span className="md:hidden">
            <Status member={member} />
          </span>
        </span>
        <span className="block truncate text-sm text-soft" title={member.service ? undefined : member.email}>
          {member.service ? (
            <>
              acts for an <Link to="/admin/tokens">API token</Link>
            </>
          ) : (
            member.email
          )}
        </span>
      </Td>
      <Td>{changeable ? <RoleOf member={member} self={self} /> : member.role}</Td>
      <Td wide>
        <Status member={member} />
      </Td>
      <Td wide>
        <Ago at={member.createdAt} />
      </Td>
      <Td className="text-right">
        {changeable && (
          <Button
            size="sm"
            look="quiet"
            aria-label={`${self ? "Leave the studio" : "Remove"}: ${member.name}`}
            onClick={remove}
          >
            {self ? "Leave" : "Remove"}
          </Button>
        )}
      </Td>
    </tr>
  );
}

function Status({ member: { status } }: { member: Member }) {
  if (status === "active") return <span className="hidden text-sm text-soft md:inline">active</span>;
  if (status === "invited") return <Badge tone="warn">invited</Badge>;
  return <Badge>{status === "declined" ? "declined" : "former"}</Badge>;
}
