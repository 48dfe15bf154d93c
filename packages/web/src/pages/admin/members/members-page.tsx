import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { members } from "../../../api/lists.ts";
import { useMe } from "../../../api/me.ts";
import { Button } from "../../../components/button.tsx";
import { Select } from "../../../components/select.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { Badge, TableSkeleton, Table, Td, Th } from "../../../components/table.tsx";
import { TimeAgo } from "../../../components/time-ago.tsx";
import { InvitationState } from "./invitation-expiry.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { PendingActions } from "./pending-actions.tsx";
import { RemoveMemberDialog } from "./remove-member-dialog.tsx";
import { RoleSelect } from "./role-select.tsx";
import { parseMembersSearch, roles, type MembersSearch } from "./search.ts";

type Member = components["schemas"]["Member"];
const route = getRouteApi("/admin/members");

/** Members of the studio, with their roles. */
export function MembersPage() {
  const search = route.useSearch();
  const list = useQuery(members);
  const [isInviting, setIsInviting] = useState(false);
  const [memberToRemove, setMemberToRemove] = useState<Member>();
  const matching = (list.data ?? []).filter((one) => isMatch(one, search));
  return (
    <>
      <title>Members – Pegbar</title>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>Members</h1>
        <div className="flex flex-wrap items-end gap-2">
          <Filters />
          <Button onClick={() => setIsInviting(true)}>Invite</Button>
        </div>
      </div>
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton />
      ) : !list.data ? undefined : matching.length === 0 ? (
        <EmptyState title="No matches">Change the filter, or invite a member.</EmptyState>
      ) : (
        <Table
          label="Members"
          head={
            <>
              <Th>Name</Th>
              <Th>Role</Th>
              <Th wide>State</Th>
              <Th wide>Added</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </>
          }
        >
          {matching.map((member) => (
            <Row key={member.id} member={member} onRemove={() => setMemberToRemove(member)} />
          ))}
        </Table>
      )}
      {isInviting && <InviteDialog onClose={() => setIsInviting(false)} />}
      {memberToRemove && <RemoveMemberDialog member={memberToRemove} onClose={() => setMemberToRemove(undefined)} />}
    </>
  );
}

/** Former members are listed only if the filter asks for them. */
const isMatch = ({ role, status, service }: Member, search: MembersSearch): boolean =>
  (search.role === undefined || search.role === role) &&
  (search.status === undefined ? status !== "left" : search.status === status) &&
  (search.kind === undefined || (search.kind === "service") === service);

function Filters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: Record<string, string>) =>
    void navigate({ search: (before) => parseMembersSearch({ ...before, ...change }), replace: true });
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

function Row({ member, onRemove }: { member: Member; onRemove: () => void }) {
  const me = useMe().member;
  const isSelf = me?.id === member.id;
  const canChange = !member.service && (member.status === "active" || member.status === "invited");
  return (
    <tr>
      <Td className="max-w-0 min-w-32 md:max-w-none">
        <span className="flex flex-wrap items-center gap-x-2 font-medium">
          {member.name}
          {isSelf && <Badge>you</Badge>}
          {member.service && <Badge tone="busy">service</Badge>}
          <span className="md:hidden">
            <Status member={member} />
          </span>
        </span>
        <span className="block truncate text-sm text-soft" title={member.service ? undefined : member.email}>
          {member.service ? (
            <>
              used by an <Link to="/admin/tokens">API token</Link>
            </>
          ) : (
            member.email
          )}
        </span>
      </Td>
      <Td>{canChange ? <RoleSelect member={member} isSelf={isSelf} /> : member.role}</Td>
      <Td wide>
        <Status member={member} />
      </Td>
      <Td wide>
        <TimeAgo at={member.createdAt} />
      </Td>
      <Td className="text-right">
        {member.status === "invited" && canChange && <PendingActions member={member} onWithdraw={onRemove} />}
        {member.status !== "invited" && canChange && (
          <Button
            size="sm"
            variant="quiet"
            aria-label={isSelf ? "Leave studio" : `Remove ${member.name}`}
            onClick={onRemove}
          >
            {isSelf ? "Leave" : "Remove"}
          </Button>
        )}
      </Td>
    </tr>
  );
}

function Status({ member }: { member: Member }) {
  const { status } = member;
  if (status === "active") return <span className="hidden text-sm text-soft md:inline">active</span>;
  if (status === "invited") return <InvitationState member={member} />;
  return <Badge>{status === "declined" ? "declined" : "former"}</Badge>;
}
