export { compare, type FileChange } from "./compare.ts";
export { addNote, listNotes, NoteQuery, NoteRequest, type NoteRow } from "./notes.ts";
export { fromID, list, statuses, type VersionDetail } from "./read.ts";
export { decide, ReviewRequest } from "./review.ts";
