import type { member } from "../../schema/member.sql.ts";

/** Time to accept an invitation, in days. */
const INVITATION_DAYS = 30;
export const INVITATION_MS = INVITATION_DAYS * 86_400_000;

/** When an invitation expires; null for those of the platform or an operator, and without a pending one. */
export const getInvitationExpiry = ({
  status,
  invitedAt,
}: Pick<typeof member.$inferSelect, "status" | "invitedAt">): Date | null =>
  status === "invited" && invitedAt ? new Date(invitedAt.getTime() + INVITATION_MS) : null;
