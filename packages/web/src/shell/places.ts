/** Where one can go, and the verb that opens each. */
export const places = [
  { to: "/generate", name: "Generate", verb: "job.create" },
  { to: "/jobs", name: "Jobs", verb: "job.read" },
  { to: "/pictures", name: "Pictures", verb: "asset.read" },
  { to: "/admin", name: "Studio", verb: "shot.create" },
] as const;
