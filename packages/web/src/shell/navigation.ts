/** Main pages and the permission each needs. `noAccess` is shown to users without it. */
export const navItems = [
  {
    to: "/generate",
    name: "Generate",
    permission: "job.create",
    noAccess: {
      title: "Only studio members can submit jobs",
      explanation: "You’re signed in as the platform operator, without a studio.",
    },
  },
  {
    to: "/jobs",
    name: "Jobs",
    permission: "job.read",
    noAccess: {
      title: "Only studio members can see jobs",
      explanation: "The platform operator sees totals, not the work itself.",
    },
  },
  {
    to: "/batches",
    name: "Batches",
    permission: "job.read",
    noAccess: {
      title: "Only studio members can see batches",
      explanation: "The platform operator sees totals, not the work itself.",
    },
  },
  {
    to: "/playlists",
    name: "Playlists",
    permission: "playlist.read",
    noAccess: {
      title: "Only studio members can see playlists",
      explanation: "The platform operator sees totals, not the work itself.",
    },
  },
  {
    to: "/pictures",
    name: "Pictures",
    permission: "asset.read",
    noAccess: {
      title: "Only studio members can see pictures",
      explanation: "The platform operator sees totals, not the work itself.",
    },
  },
  {
    to: "/admin",
    name: "Studio",
    permission: "shot.create",
    noAccess: {
      title: "Only admins and supervisors can manage the studio",
      explanation: "To change members, shows or limits, ask an admin of your studio.",
    },
  },
  {
    to: "/studios",
    name: "Studios",
    permission: "tenants.read",
    noAccess: {
      title: "Only the platform operator can manage studios",
      explanation: "You see only your own studio. To raise its limits, ask an admin to contact the operator.",
    },
  },
  {
    to: "/fleet",
    name: "Fleet",
    permission: "fleet.read",
    noAccess: {
      title: "Only the platform operator can manage the fleet",
      explanation: "Each job shows its place in the queue and its estimated start.",
    },
  },
] as const;

/** The navigation item that a path belongs to. */
export const findNavItem = (pathname: string) =>
  navItems.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`));

/** The page to open first. */
export const getHomePath = (may: Record<string, unknown>) => ("job.read" in may ? "/jobs" : "/studios");
