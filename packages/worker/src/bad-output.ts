/** The prompt succeeded, but what it left cannot be a result. */
export class BadOutput extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BadOutput";
  }
}
