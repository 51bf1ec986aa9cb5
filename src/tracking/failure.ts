/** The tracking server understood, and does not take it: what was sent is to blame. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    message: string,
    readonly status: number,
    /** MLflow's word for it, such as `RESOURCE_DOES_NOT_EXIST`. */
    readonly code: string | null,
  ) {
    super(message);
  }
}

/**
 * The tracking server cannot be reached, fails, or does not let in: everything that is to be sent waits. The message is
 * a sentence.
 */
export class ServiceFailure extends Error {
  override readonly name = "ServiceFailure";
}
