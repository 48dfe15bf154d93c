import { PegbarError } from "@pegbar/sdk";
import { InvitationList } from "../pages/invitations/invitation-list.tsx";
import { Toasts } from "../components/toast.tsx";
import { Logo } from "./logo.tsx";

/** Whether the user is not a member yet but has an invitation. */
export const isInvitedOnly = (error: unknown): boolean =>
  error instanceof PegbarError && error.code === "invitation_pending";

/** The whole portal for a user without a studio: their invitations. */
export function InvitedOnly() {
  return (
    <main className="grid h-full place-items-center p-6">
      <title>Invitations – Pegbar</title>
      <div className="flex w-full max-w-md flex-col gap-4 rounded-lg border border-line bg-surface p-8">
        <Logo />
        <h1>You’re invited</h1>
        <InvitationList />
      </div>
      <Toasts />
    </main>
  );
}
