/** The task came too early. Not an error: the queue delivers it again. */
export class Later extends Error {}
