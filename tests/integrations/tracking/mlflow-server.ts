import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { COUNTERPARTS } from "../counterparts";

const PYTHON = join(COUNTERPARTS, "tracking", "bin");
const QUIET = { MLFLOW_DISABLE_TELEMETRY: "true", DO_NOT_TRACK: "true", GIT_PYTHON_REFRESH: "quiet" };

/** Where programs of the MLflow that `install-tracking.sh` installs lie; null where it did not. */
export function mlflowProgram(name: "mlflow" | "python"): string | null {
  const path = join(PYTHON, name);
  return existsSync(path) ? path : null;
}

export interface SignIn {
  readonly username: string;
  readonly password: string;
}

/** A real MLflow server with SQLite behind it, that takes artifacts. It can be ended and started again. */
export class MlflowServer {
  #child: Bun.Subprocess | null = null;

  constructor(
    readonly folder: string,
    readonly port: number,
    private readonly signIn: SignIn | null = null,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resolves when it listens. */
  async start(): Promise<this> {
    mkdirSync(this.folder, { recursive: true });
    const where = ["--host", "127.0.0.1", "--port", String(this.port), "--workers", "1"];
    const store = ["--backend-store-uri", `sqlite:///${join(this.folder, "mlflow.db")}`];
    const artifacts = ["--artifacts-destination", join(this.folder, "artifacts")];
    const guard = this.signIn ? ["--app-name", "basic-auth"] : [];
    const child = Bun.spawn(
      [mlflowProgram("mlflow")!, "server", ...where, ...store, ...artifacts, ...guard],
      {
        cwd: this.folder,
        env: { ...process.env, ...QUIET, ...(this.signIn && this.#guarded(this.signIn)) },
        stdio: ["ignore", "ignore", Bun.file(join(this.folder, "mlflow.log"))],
        // A group of its own: it has processes of its own, which are ended with it.
        detached: true,
      },
    );
    this.#child = child;
    while (child.exitCode === null) {
      if (await this.#listens()) return this;
      await Bun.sleep(100);
    }
    throw new Error(`the MLflow server ended: ${await Bun.file(join(this.folder, "mlflow.log")).text()}`);
  }

  async #listens(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/health`)).ok;
    } catch {
      return false;
    }
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child) return;
    if (child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    await child.exited;
  }

  #guarded({ username, password }: SignIn): Record<string, string> {
    const settings = join(this.folder, "auth.ini");
    writeFileSync(
      settings,
      [
        "[mlflow]",
        "default_permission = NO_PERMISSIONS",
        `database_uri = sqlite:///${join(this.folder, "auth.db")}`,
        `admin_username = ${username}`,
        "authorization_function = mlflow.server.auth:authenticate_request_basic_auth",
        "grant_default_workspace_access = false",
        "",
      ].join("\n"),
    );
    return {
      MLFLOW_AUTH_CONFIG_PATH: settings,
      MLFLOW_AUTH_ADMIN_PASSWORD: password,
      MLFLOW_FLASK_SERVER_SECRET_KEY: "of the tests",
    };
  }
}

/** A run as MLflow's own client reads it. */
export interface ReadRun {
  readonly run_id: string;
  readonly name: string;
  readonly status: string;
  readonly start_time: number;
  readonly end_time: number;
  readonly params: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly inputs: readonly {
    readonly name: string;
    readonly digest: string;
    readonly source: unknown;
    readonly tags: Readonly<Record<string, string>>;
  }[];
}

/** MLflow's own client, in Python. */
export class MlflowReader {
  readonly #child: Bun.Subprocess<"pipe", "pipe", "inherit">;
  readonly #lines: AsyncIterator<string>;

  constructor(signIn: SignIn | null = null) {
    this.#child = Bun.spawn([mlflowProgram("python")!, join(import.meta.dir, "client.py")], {
      env: {
        ...process.env,
        ...QUIET,
        ...(signIn && {
          MLFLOW_TRACKING_USERNAME: signIn.username,
          MLFLOW_TRACKING_PASSWORD: signIn.password,
        }),
      },
      stdin: "pipe",
      stdout: "pipe",
      stderr: "inherit",
    });
    this.#lines = linesOf(this.#child.stdout);
  }

  runs(uri: string, experiment: string): Promise<readonly ReadRun[] | null> {
    return this.#ask({ ask: "runs", uri, experiment });
  }

  experiments(uri: string): Promise<readonly string[]> {
    return this.#ask({ ask: "experiments", uri });
  }

  artifacts(uri: string, run_id: string): Promise<readonly string[]> {
    return this.#ask({ ask: "artifacts", uri, run_id });
  }

  /** Where the file then lies, below `into`. */
  download(uri: string, run_id: string, path: string, into: string): Promise<string> {
    return this.#ask({ ask: "download", uri, run_id, path, into });
  }

  /**
   * What a model says of rows, loaded by `mlflow.onnx` and run by onnxruntime, or by `mlflow.pyfunc`; and the columns
   * that it takes.
   */
  predict(
    uri: string,
    run_id: string,
    model: string,
    rows: readonly (readonly (number | null)[])[],
    by: "onnx" | "pyfunc" = "onnx",
  ): Promise<{ readonly said: readonly number[]; readonly features: readonly string[] }> {
    return this.#ask({ ask: "predict", uri, run_id, model, rows, by });
  }

  async end(): Promise<void> {
    this.#child.kill();
    await this.#child.exited;
  }

  async #ask<Answer>(question: object): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    this.#child.stdin.flush();
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("MLflow's client ended");
    const { answer, error } = JSON.parse(value);
    if (error) throw new Error(error);
    return answer;
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    yield* lines.filter((line) => line.startsWith("{"));
  }
}
