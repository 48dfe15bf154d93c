/** The prompt succeeded, but its output cannot be used as a result. */
export class BadOutput extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BadOutput";
  }
}
