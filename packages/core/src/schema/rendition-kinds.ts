/** Without the table, for code that only describes renditions. */
export const renditionKinds = ["movie", "contactSheet"] as const;
export type RenditionKind = (typeof renditionKinds)[number];

/** `waiting`: frames of its version have not ended. `pending`: the media function makes it. */
export const renditionStates = ["waiting", "pending", "ready", "failed"] as const;
