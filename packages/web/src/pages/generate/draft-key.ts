/** Beginning of the storage keys of drafts, before the studio's id. */
export const DRAFT_KEY = "pegbar.draft.";
