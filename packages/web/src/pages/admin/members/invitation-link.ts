import { showToast } from "../../../components/toast.tsx";
import { strings } from "../../../strings/invitations.ts";

/** Where every invited person accepts. It is no secret: who may accept is decided by the email of their sign-in. */
export const getInvitationLink = (): string => `${location.origin}/invitations`;

/** Copies the link, and says whether that worked. */
export const copyInvitationLink = (): Promise<void> =>
  navigator.clipboard.writeText(getInvitationLink()).then(
    () => showToast(strings.copied),
    // The browser gives no reason that helps.
    () => showToast(strings.blocked(getInvitationLink())),
  );
