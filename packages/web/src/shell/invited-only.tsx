import { PegbarError } from "@pegbar/sdk";
import { InvitationList } from "../pages/invitations/invitation-list.tsx";
import { Toasts } from "../parts/toast.tsx";
import { Mark } from "./mark.tsx";

/** Whether somebody has signed in who is not a member yet, but invited. */
export const isInvitedOnly = (error: unknown): boolean =>
  error instanceof PegbarError && error.code === "invitation_pending";

/** What somebody sees who has no studio yet: their invitations and nothing else. */
export function InvitedOnly() {
  return (
    <main className="grid h-full place-items-center p-6">
      <title>Invitations – Pegbar</title>
      <div className="flex w-full max-w-md flex-col gap-4 rounded-lg border border-line bg-surface p-8">
        <Mark />
        <h1>You’re invited</h1>
        <InvitationList />
      </div>
      <Toasts />
    </main>
  );
}
