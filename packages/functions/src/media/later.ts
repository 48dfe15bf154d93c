/** A task comes too early. Nothing is wrong: the queue brings it again. */
export class Later extends Error {}
