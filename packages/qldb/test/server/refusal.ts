type Code =
  | "BadRequestException"
  | "InvalidParameterException"
  | "InvalidSessionException"
  | "OccConflictException"
  | "ResourceNotFoundException";

/** An error with a name in the protocol. */
export class Refusal extends Error {
  readonly code: Code;

  constructor(code: Code, message: string) {
    super(message);
    this.code = code;
  }
}

export const badRequest = (message: string) => new Refusal("BadRequestException", message);
