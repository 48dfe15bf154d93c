import { InvitationList } from "./invitation-list.tsx";

/** Target of an invitation link. */
export function InvitationsPage() {
  return (
    <div className="mx-auto flex max-w-xl flex-col gap-4 p-4 md:p-6">
      <title>Invitations – Pegbar</title>
      <h1>Invitations</h1>
      <InvitationList />
    </div>
  );
}
