export { enqueueRecords } from "./enqueue.ts";
export { subjectKinds, type Event, type SubjectKind, type User } from "./event.ts";
export { hashOf } from "./hash.ts";
export { countOverdue } from "./overdue.ts";
export { countDisclosed, destroyKeys, readDisclosures, type Subject } from "./subject.ts";
export { getCheckpointTopic, PENDING_TOPIC } from "./topic.ts";
export { getActingUser, readUser, recordUser } from "./user.ts";
