/** Groups of the document, in the order in which a reader meets them, with the first parts of their paths. */
const groups: Record<string, { parts: readonly string[]; description: string }> = {
  Jobs: {
    parts: ["jobs", "estimates", "events"],
    description: "One run of a workflow, or of a graph, for a shot: submit it, follow it, and steer what waits.",
  },
  Inputs: {
    parts: ["inputs"],
    description: "Files that jobs read. Each is announced by its SHA-256; what the studio has is not sent again.",
  },
  Assets: { parts: ["assets"], description: "What jobs made: files that never change, each with its certificate." },
  "The log": {
    parts: ["ledger"],
    description:
      "What the studio's log holds, as C2SP tlog-tiles: heads and hashes for everybody, records for those who may read them.",
  },
  Workflows: {
    parts: ["workflows"],
    description: "ComfyUI graphs with a form for artists. A published version never changes.",
  },
  Models: {
    parts: ["models"],
    description: "Which model files there are, under which licence, and for which shows they are cleared.",
  },
  Shows: { parts: ["shows", "shots"], description: "Shows with their sequences, shots and people." },
  Members: { parts: ["members"], description: "People of the studio, and what they may do." },
  "Quotas and usage": {
    parts: ["quotas", "usage", "notices"],
    description: "Limits of studio, shows and members; what is used, held and left.",
  },
  Webhooks: { parts: ["webhooks"], description: "Addresses that are told what happens, and what was sent to them." },
  "API tokens": { parts: ["tokens"], description: "For scripts. A token never may do more than who made it." },
  "Me and my studio": {
    parts: ["me", "invitations", "tenant", "audit", "erasures"],
    description: "Who one is here, the studio's settings, what its admins did, and what was erased.",
  },
  "Open to everybody": { parts: ["health", "sign-in", "openapi.json"], description: "Needs no sign-in." },
  "For the operator": { parts: ["tenants", "fleet"], description: "Studios, their limits, and the fleet of GPUs." },
};

export const tags = Object.entries(groups).map(([name, { description }]) => ({ name, description }));

/** The group of an operation; throws for a path that belongs to none. */
export function getTag(path: string): string {
  const part = path.split("/")[2] ?? "";
  const found = Object.entries(groups).find(([, { parts }]) => parts.includes(part));
  if (!found) throw new Error(`${path} belongs to no group of the document`);
  return found[0];
}
