import type { components } from "@pegbar/sdk";
import { formatTime } from "../../../components/format.ts";
import { Badge } from "../../../components/table.tsx";
import { useNow } from "../../../components/time-ago.tsx";
import { strings } from "../../../strings/invitations.ts";

type Member = components["schemas"]["Member"];

/** Whether a pending invitation can no longer be accepted. */
export const isExpired = ({ invitationExpiresAt }: Member, now: number): boolean =>
  invitationExpiresAt !== null && Date.parse(invitationExpiresAt) <= now;

/** A pending invitation's state, and when it expires in the reader's time zone. */
export function InvitationState({ member }: { member: Member }) {
  const { invitationExpiresAt: at } = member;
  const isOver = isExpired(member, useNow());
  return (
    <>
      <Badge tone={isOver ? "bad" : "warn"}>{isOver ? strings.expired : strings.invited}</Badge>
      {at !== null && (
        <time dateTime={at} className="block text-sm font-normal text-soft">
          {isOver ? strings.hasExpired(formatTime(at)) : strings.expires(formatTime(at))}
        </time>
      )}
    </>
  );
}
