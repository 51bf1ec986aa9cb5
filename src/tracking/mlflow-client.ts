import { Refusal, ServiceFailure } from "./failure";

/** How to reach a tracking server. */
export interface TrackingAccess {
  /** Without a slash at its end. */
  readonly url: string;
  /** The value of the header `Authorization`; null to send none. */
  readonly authorization: string | null;
}

export interface MlflowClientOptions extends TrackingAccess {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Aborts every request. */
  readonly signal: AbortSignal;
}

type Json = Readonly<Record<string, unknown>>;

const API = "/api/2.0/mlflow";
const ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";
const REQUEST_MS = 30_000;
const FILE_MS = 300_000;
/** How much of a server's own message we repeat. */
const MOST_TOLD = 300;

/**
 * MLflow's REST API, https://mlflow.org/docs/latest/api_reference/rest-api.html. Throws a `Refusal` if the server
 * understood the request and refuses it, and a `ServiceFailure` if it is out of reach, refuses the sign-in, or is not
 * an MLflow server.
 */
export class MlflowClient {
  constructor(private readonly options: MlflowClientOptions) {}

  get<Answer>(path: string, query: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#json(`${API}/${path}?${new URLSearchParams(query)}`, { method: "GET" });
  }

  post<Answer = Json>(path: string, body: Json): Promise<Answer> {
    return this.#json(`${API}/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  /** Uploads a file through the server's artifact proxy, replacing an existing one. */
  async putArtifact(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#ask(`${ARTIFACTS}/${escapedPath(path)}`, { method: "PUT", body: bytes }, FILE_MS);
  }

  /** Deletes a file, or everything in a folder, through the proxy. Does nothing if it does not exist. */
  async deleteArtifacts(path: string): Promise<void> {
    try {
      await this.#ask(`${ARTIFACTS}/${escapedPath(path)}`, { method: "DELETE" }, FILE_MS);
    } catch (error) {
      if (!(error instanceof Refusal && error.status === 404)) throw error;
    }
  }

  /** The place in the proxy of a run's artifacts with this `artifact_uri`; null if the proxy does not lead there. */
  artifactPath(uri: string): string | null {
    const [, scheme, rest] = /^([a-z0-9+.-]+):(.*)$/i.exec(uri) ?? [];
    if (scheme === "mlflow-artifacts") return rest!.replace(/^\/\/[^/]*/, "").replace(/^\/+/, "");
    const proxy = `${this.options.url}${ARTIFACTS}/`;
    return uri.startsWith(proxy) ? uri.slice(proxy.length) : null;
  }

  async #json<Answer>(path: string, init: RequestInit): Promise<Answer> {
    const response = await this.#ask(path, init, REQUEST_MS);
    const text = await this.#read(response);
    try {
      return JSON.parse(text) as Answer;
    } catch {
      throw new ServiceFailure(`${this.#host} does not answer with JSON: is it an MLflow server?`);
    }
  }

  async #ask(path: string, init: RequestInit, timeoutMs: number): Promise<Response> {
    const { url, authorization, fetch, signal } = this.options;
    let response: Response;
    try {
      response = await fetch(`${url}${path}`, {
        ...init,
        headers: { ...init.headers, ...(authorization !== null && { Authorization: authorization }) },
        // Nobody else may see these credentials.
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
    } catch (error) {
      throw this.#unreached(error);
    }
    if (response.ok) return response;
    throw this.#failure(response, await this.#read(response));
  }

  async #read(response: Response): Promise<string> {
    try {
      return await response.text();
    } catch (error) {
      throw this.#unreached(error);
    }
  }

  #unreached(error: unknown): ServiceFailure {
    const { name, code } = error as { name?: string; code?: string };
    const why = name === "TimeoutError" ? "took too long to answer" : `cannot be reached (${code ?? name})`;
    return new ServiceFailure(`${this.#host} ${why}.`);
  }

  #failure({ status, headers }: Response, text: string): Refusal | ServiceFailure {
    if (status === 401 || status === 403)
      return new ServiceFailure(
        `${this.#host} refuses the sign-in (${status}). Check MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.`,
      );
    if (status >= 300 && status < 400)
      return new ServiceFailure(
        `${this.#host} redirects to ${headers.get("location")?.slice(0, MOST_TOLD)}. Set MLFLOW_TRACKING_URI to that server.`,
      );
    const { error_code, message } = errorIn(text);
    const told = message.replaceAll(/\s+/g, " ").slice(0, MOST_TOLD);
    if (status >= 500 || status === 429)
      return new ServiceFailure(`${this.#host} answers ${status}${told && `: ${told}`}.`);
    if (error_code === null && status !== 413)
      return new ServiceFailure(
        `${this.#host} answers ${status}: is it an MLflow server, and is MLFLOW_TRACKING_URI its complete address?`,
      );
    return new Refusal(`${error_code ?? status}: ${told}`, status, error_code);
  }

  get #host(): string {
    return new URL(this.options.url).host;
  }
}

function errorIn(text: string): { error_code: string | null; message: string } {
  try {
    const { error_code, message } = JSON.parse(text) as { error_code?: unknown; message?: unknown };
    return {
      error_code: error_code === undefined ? null : String(error_code),
      message: String(message ?? ""),
    };
  } catch {
    return { error_code: null, message: "" };
  }
}

function escapedPath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
