/** An error that a person can fix: shown as it is, without a stack. */
export class Refusal extends Error {
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.name = "Refusal";
    this.status = status;
  }
}

/** An invalid command line: status 2, as is the custom. */
export class UsageError extends Refusal {
  constructor(message: string) {
    super(message, 2);
    this.name = "UsageError";
  }
}
