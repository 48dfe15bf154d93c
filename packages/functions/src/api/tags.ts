/** Groups of the document in order of display, with the first parts of their paths. */
const groups: Record<string, { parts: readonly string[]; description: string }> = {
  Jobs: {
    parts: ["jobs", "batches", "estimates", "events"],
    description:
      "Runs of a workflow or graph for a shot, one by one or as a batch of frames: submit, follow, cancel and prioritise them.",
  },
  Inputs: {
    parts: ["inputs", "image-sequences"],
    description:
      "Files that jobs read, alone or as image sequences. Each is created by its SHA-256; a file that the studio already has " +
      "is not uploaded again.",
  },
  Assets: { parts: ["assets"], description: "Results of jobs: immutable files, each with its certificate." },
  Versions: {
    parts: ["versions", "renditions", "playlists", "share-links"],
    description:
      "What jobs and batches made for a shot, version by version: reviews, notes, differences, movies and contact sheets, playlists to review several, and links to share them.",
  },
  "The log": {
    parts: ["ledger"],
    description: "The studio's log as C2SP tlog-tiles: checkpoints and hashes are public, records need a permission.",
  },
  Workflows: {
    parts: ["workflows", "object-info"],
    description: "ComfyUI graphs with a form for artists. A published version never changes.",
  },
  Models: {
    parts: ["models"],
    description: "Model files with their licences, and the shows that they are cleared for.",
  },
  Shows: { parts: ["shows", "shots"], description: "Shows with their sequences, shots and people." },
  Members: { parts: ["members"], description: "People of the studio and their roles." },
  "Quotas and usage": {
    parts: ["quotas", "usage", "notices"],
    description: "Limits of studio, shows and members; their use and reservations.",
  },
  Webhooks: { parts: ["webhooks"], description: "URLs that receive events, and their deliveries." },
  "API tokens": {
    parts: ["tokens"],
    description: "Tokens for scripts. A token never has more permissions than its creator.",
  },
  "Me and my studio": {
    parts: ["me", "invitations", "tenant", "audit", "erasures"],
    description: "The caller, the studio's settings, its audit trail, and erasures.",
  },
  "Open to everybody": {
    parts: ["health", "live", "sign-in", "plugins", "shared", "openapi.json"],
    description: "Needs no sign-in.",
  },
  "For the operator": { parts: ["tenants", "fleet"], description: "Studios, their limits, and the fleet of GPUs." },
};

export const tags = Object.entries(groups).map(([name, { description }]) => ({ name, description }));

/** Returns the group of an operation. @throws Error for a path without a group */
export function getTag(path: string): string {
  const part = path.split("/")[2] ?? "";
  const found = Object.entries(groups).find(([, { parts }]) => parts.includes(part));
  if (!found) throw new Error(`${path} belongs to no group of the document`);
  return found[0];
}
