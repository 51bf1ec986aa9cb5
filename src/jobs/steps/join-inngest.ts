import { UserError } from "../../errors";
import { type InngestConfig, openClient, SERVE_PATH } from "../inngest/client";
import type { JobLog } from "../run";
import type { OtherReleaseError, StepDoer } from "./step-doer";

interface JoinOptions {
  readonly config: InngestConfig;
  readonly doer: StepDoer;
  /** The instance's name, the same after a restart. */
  readonly name: string;
  /** How many steps it takes at a time. */
  readonly most: number;
  readonly log: JobLog;
  /** A server of another release asked. */
  onOtherRelease(error: OtherReleaseError): void;
}

/** A worker that takes steps until it leaves. */
export interface Joined {
  /** Where Inngest calls it; undefined if the worker has connected itself. */
  readonly url?: string;
  /** Takes no more steps. Resolves when those under way have ended. */
  leave(): Promise<void>;
}

/** Joins through a connection that this machine opens: nobody has to reach it. Resolves when it is open. */
export async function connectWorker({ doer, name, most, ...options }: JoinOptions): Promise<Joined> {
  const { client, functions } = await appOf({ doer, ...options });
  const { connect } = await import("inngest/connect");
  const connection = await connect({
    apps: [{ client, functions }],
    instanceId: name,
    maxWorkerConcurrency: most,
    // The command ends what it has started itself.
    handleShutdownSignals: [],
    // Processes do the work, so this thread is always free to answer.
    isolateExecution: false,
  });
  return { leave: () => connection.close() };
}

/** Answers Inngest's calls at `http://{host}:{port}/api/inngest`, for workers that can be reached. */
export async function serveWorker(
  options: Omit<JoinOptions, "name" | "most">,
  { hostname, port }: { readonly hostname: string; readonly port: number },
): Promise<Joined> {
  const { client, functions } = await appOf(options);
  const { serve } = await import("inngest/bun");
  const handle = serve({ client, functions, servePath: SERVE_PATH, enableUnauthedSync: false });
  const server = listen(hostname, port, (request) =>
    new URL(request.url).pathname === SERVE_PATH ? handle(request) : new Response(null, { status: 404 }),
  );
  return { url: `${server.url.origin}${SERVE_PATH}`, leave: () => server.stop() };
}

function listen(hostname: string, port: number, answer: (request: Request) => Response | Promise<Response>) {
  try {
    // A step takes as long as a training takes.
    return Bun.serve({ hostname, port, idleTimeout: 0, fetch: answer });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new UserError(
      `HOST=${hostname}, PORT=${port} is in use by another program. Stop it or set another PORT.`,
    );
  }
}

async function appOf({
  config,
  doer,
  log,
  onOtherRelease,
}: Pick<JoinOptions, "config" | "doer" | "log" | "onOtherRelease">) {
  const { workerFunctions, WORKER_APP } = await import("./worker-functions");
  const client = await openClient(WORKER_APP, config, log);
  return { client, functions: workerFunctions(client, doer, onOtherRelease) };
}
