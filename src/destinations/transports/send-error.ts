/** Why a list did not arrive: a sentence for the tenant, without secrets and without what the list holds. */
export class SendError extends Error {
  override readonly name = "SendError";

  constructor(
    message: string,
    /** Whether the same list may arrive later. */
    readonly isTemporary: boolean,
  ) {
    super(message);
  }
}
