import { SignInUnavailableError } from "./unavailable";

/** Why Google refused, by its own word: `EMAIL_EXISTS`, `INVALID_LOGIN_CREDENTIALS`, … */
export class RefusedByFirebase extends Error {
  override readonly name = "RefusedByFirebase";

  constructor(
    readonly reason: string,
    /** What came with the word, for some of them. */
    readonly detail: string,
  ) {
    super(reason);
  }
}

interface ToolkitSettings {
  readonly apiKey: string;
  /** The host and port of the Auth emulator; null: Google's own service. */
  readonly emulatorHost: string | null;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Is told after each call: null where Firebase answered, else what whoever runs the server has to mend; never an address or a password. */
  readonly onAnswer?: (trouble: string | null) => void;
}

const TIMEOUT_MS = 10_000;

/** Reasons that no visitor can do anything about: the key, the project, Google's limits for the whole project. */
const OURS =
  /^(API_KEY|API key|INVALID_API_KEY|PROJECT_NOT_FOUND|CONFIGURATION_NOT_FOUND|OPERATION_NOT_ALLOWED|PASSWORD_LOGIN_DISABLED|QUOTA_EXCEEDED|BLOCKED|REQUESTS_FROM)/i;

/** Accounts with e-mail and password, by the REST API of Google's Identity Toolkit. Each call throws `RefusedByFirebase` or a 503. */
export class IdentityToolkit {
  readonly #base: string;

  constructor(private readonly settings: ToolkitSettings) {
    const { emulatorHost } = settings;
    const origin = emulatorHost === null ? "https://" : `http://${emulatorHost}/`;
    this.#base = `${origin}identitytoolkit.googleapis.com/v1/accounts:`;
  }

  /** The ID token of whoever knows the password; null where a second factor is asked for. */
  async signIn(email: string, password: string): Promise<string | null> {
    const { idToken } = await this.#call("signInWithPassword", { email, password, returnSecureToken: true });
    return typeof idToken === "string" ? idToken : null;
  }

  /** Makes an account; its ID token. */
  async signUp(email: string, password: string): Promise<string> {
    const { idToken } = await this.#call("signUp", { email, password, returnSecureToken: true });
    if (typeof idToken !== "string") throw this.#unavailable("the answer to a registration has no idToken");
    return idToken;
  }

  /** Has Firebase mail a link that sets a new password. */
  async mailReset(email: string): Promise<void> {
    await this.#call("sendOobCode", { requestType: "PASSWORD_RESET", email });
  }

  /** Has Firebase mail a link that confirms the address of the token's account. */
  async mailVerification(idToken: string): Promise<void> {
    await this.#call("sendOobCode", { requestType: "VERIFY_EMAIL", idToken });
  }

  async #call(name: string, body: object): Promise<Record<string, unknown>> {
    const { fetch, apiKey } = this.settings;
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(this.#base + name, {
        method: "POST",
        // Not in the address, which logs on the way may keep.
        headers: { "Content-Type": "application/json", "X-Goog-Api-Key": apiKey },
        body: JSON.stringify(body),
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      text = await answer.text();
    } catch (error) {
      throw this.#unavailable(
        (error as Error).name === "TimeoutError" ? "no answer in 10 s" : "no connection",
      );
    }
    const found = parsed(text);
    if (answer.ok) {
      this.settings.onAnswer?.(null);
      return found;
    }
    const { message } = (found.error ?? {}) as { message?: unknown };
    if (answer.status >= 500 || typeof message !== "string")
      throw this.#unavailable(`status ${answer.status}`);
    const [reason = "", detail = ""] = message.split(" : ", 2);
    if (OURS.test(reason)) throw this.#unavailable(reason.slice(0, 100));
    this.settings.onAnswer?.(null);
    throw new RefusedByFirebase(reason, detail);
  }

  #unavailable(reason: string): SignInUnavailableError {
    this.settings.onAnswer?.(reason);
    return new SignInUnavailableError("Signing in is not possible right now. Try again in a moment.");
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
