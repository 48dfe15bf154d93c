/** Where one can go, and the verb that opens each. `closed` is said to whoever may not, and comes here all the same. */
export const places = [
  {
    to: "/generate",
    name: "Generate",
    verb: "job.create",
    closed: {
      title: "Jobs are submitted by a studio’s members",
      why: "You run the platform here, and belong to no studio in this sign-in.",
    },
  },
  {
    to: "/jobs",
    name: "Jobs",
    verb: "job.read",
    closed: {
      title: "Jobs are seen by the members of their studio",
      why: "The operator of the platform sees numbers and no work.",
    },
  },
  {
    to: "/pictures",
    name: "Pictures",
    verb: "asset.read",
    closed: {
      title: "Pictures are seen by the members of their studio",
      why: "The operator of the platform sees numbers and no work.",
    },
  },
  { to: "/admin", name: "Studio", verb: "shot.create", closed: undefined },
  {
    to: "/studios",
    name: "Studios",
    verb: "tenants.read",
    closed: {
      title: "Studios are kept by the operator of the platform",
      why: "You see your own studio alone. If it needs more room, its admins ask the operator.",
    },
  },
  {
    to: "/fleet",
    name: "Fleet",
    verb: "fleet.read",
    closed: {
      title: "The fleet is kept by the operator of the platform",
      why: "Your jobs say by themselves where they stand, and when they are likely to begin.",
    },
  },
] as const;

/** The place that an address belongs to. */
export const placeAt = (pathname: string) => places.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`));

/** Where somebody begins. */
export const homeOf = (may: Record<string, unknown>) => ("job.read" in may ? "/jobs" : "/studios");
