/** The tracking server understood the request and refuses it. What we sent is to blame. */
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
 * The tracking server is out of reach, fails, or refuses the sign-in. Everything to send must wait. The message is a
 * sentence.
 */
export class ServiceFailure extends Error {
  override readonly name = "ServiceFailure";
}
