import { useQuery } from "@tanstack/react-query";
import { Link, useMatches } from "@tanstack/react-router";
import { invitations } from "../api/memberships.ts";

/** Shown on every page while the member has an open invitation. */
export function InvitationBanner() {
  const { data = [] } = useQuery(invitations);
  const isListed = useMatches().at(-1)?.pathname === "/invitations";
  const [first, ...others] = data;
  if (!first || isListed) return null;
  return (
    <p role="status" className="border-b border-line bg-accent-wash px-4 py-2 text-sm">
      {others.length === 0
        ? `${first.tenant.name} invited you to join as ${first.role}. `
        : `You have ${data.length} invitations. `}
      <Link to="/invitations" className="font-medium underline">
        View {others.length === 0 ? "invitation" : "invitations"}
      </Link>
    </p>
  );
}
