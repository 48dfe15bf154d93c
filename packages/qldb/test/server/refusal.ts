type Code =
  | "BadRequestException"
  | "InvalidParameterException"
  | "InvalidSessionException"
  | "OccConflictException"
  | "ResourceNotFoundException";

/** An error that the protocol has a name for. */
export class Refusal extends Error {
  readonly code: Code;

  constructor(code: Code, message: string) {
    super(message);
    this.code = code;
  }
}

export const badRequest = (message: string) => new Refusal("BadRequestException", message);
