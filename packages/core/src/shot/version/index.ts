export type { FileChange } from "./compare.ts";
export type { NoteRow } from "./notes.ts";
export { fromID, list, statuses, type VersionDetail } from "./read.ts";
export { NoteQuery, NoteRequest, ReviewRequest } from "./request.ts";

type Reviews = typeof import("./review.ts");
type Notes = typeof import("./notes.ts");
type Comparison = typeof import("./compare.ts");

// Loaded when they are used: most starts of the API's function need none of them.
export const decide: Reviews["decide"] = async (...args) => (await import("./review.ts")).decide(...args);
export const addNote: Notes["addNote"] = async (...args) => (await import("./notes.ts")).addNote(...args);
export const listNotes: Notes["listNotes"] = async (...args) => (await import("./notes.ts")).listNotes(...args);
export const compare: Comparison["compare"] = async (...args) => (await import("./compare.ts")).compare(...args);
