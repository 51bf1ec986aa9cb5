import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { COUNTERPARTS } from "../../integrations/counterparts";
import { type Counterpart, counterpart, folderFor, freePort, installed, whenUp } from "./process";

/** A coordinator and two workers. */
export interface TrinoCluster extends AsyncDisposable {
  readonly port: number;
  readonly workers: readonly Bun.Subprocess[];
  /** Starts another worker in a dead one's place. */
  addWorker(): Promise<void>;
  /** How many workers the coordinator has work for. */
  nodes(): Promise<number>;
}

const JAVA = ["/usr/lib/jvm/temurin-25-jdk-amd64/bin/java", "/usr/lib/jvm/java-25-openjdk-amd64/bin/java"];
const WORKERS = 2;
/** Two cores with other work start three of these slowly. */
const UP_MS = 300_000;

/** A Trino cluster on this machine with the catalogs `memory` and `tpch`. Null: none is installed, or no Java 25. */
export async function startTrino(): Promise<TrinoCluster | null> {
  const java = installed([
    ...(process.env.JAVA_HOME ? [join(process.env.JAVA_HOME, "bin/java")] : []),
    ...JAVA,
  ]);
  const place = join(COUNTERPARTS, "trino");
  if (!java || !(await Bun.file(join(place, ".installed-476")).exists())) return null;
  const port = freePort();
  const workers: Bun.Subprocess[] = [];
  const started: Counterpart[] = [];
  const start = async (role: "coordinator" | "worker") => {
    const node = await startNode(java, place, role, port);
    started.push(node);
    return node.process;
  };
  const dispose = async () => {
    for (const node of started.reverse()) await node[Symbol.asyncDispose]();
  };
  await start("coordinator");
  const nodes = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/v1/status`);
    if (!response.ok) throw new Error("not up yet");
    const rows = await ask(
      port,
      "SELECT count(*) FROM system.runtime.nodes WHERE state = 'active' AND NOT coordinator",
    );
    return Number(rows[0]![0]);
  };
  const addWorker = async () => {
    workers.push(await start("worker"));
  };
  for (let worker = 0; worker < WORKERS; worker++) await addWorker();
  for (const end = Date.now() + UP_MS; ; ) {
    if ((await nodes().catch(() => 0)) === WORKERS) break;
    if (Date.now() > end) {
      await dispose();
      throw new Error("The workers of Trino did not join in time.");
    }
    await Bun.sleep(250);
  }
  return { port, workers, addWorker, nodes, [Symbol.asyncDispose]: dispose };
}

/** Runs a statement as the tests' own user, `owner`. */
export async function ask(port: number, statement: string): Promise<unknown[][]> {
  const headers = { "X-Trino-User": "owner", "X-Trino-Catalog": "memory", "X-Trino-Schema": "default" };
  const rows: unknown[][] = [];
  let request = fetch(`http://127.0.0.1:${port}/v1/statement`, { method: "POST", body: statement, headers });
  for (;;) {
    const response = await request;
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    const page = (await response.json()) as {
      data?: unknown[][];
      nextUri?: string;
      error?: { message: string };
    };
    if (page.error) throw new Error(page.error.message);
    rows.push(...(page.data ?? []));
    if (!page.nextUri) return rows;
    request = fetch(page.nextUri, { headers });
  }
}

async function startNode(
  java: string,
  place: string,
  role: "coordinator" | "worker",
  coordinatorPort: number,
): Promise<Counterpart> {
  const isCoordinator = role === "coordinator";
  const port = isCoordinator ? coordinatorPort : freePort();
  const folder = folderFor(`trino-${role}`, null);
  const settings: Record<string, Record<string, string | number | boolean>> = {
    "config.properties": {
      coordinator: isCoordinator,
      ...(isCoordinator && { "node-scheduler.include-coordinator": false }),
      "http-server.http.port": port,
      "discovery.uri": `http://127.0.0.1:${coordinatorPort}`,
      "node.internal-address": "127.0.0.1",
      "catalog.config-dir": join(folder, "etc/catalog"),
      "query.max-memory": "1GB",
      // A worker that has died is out of the list soon.
      ...(isCoordinator && { "failure-detector.heartbeat-interval": "250ms" }),
    },
    "catalog/memory.properties": { "connector.name": "memory" },
    "catalog/tpch.properties": { "connector.name": "tpch" },
  };
  mkdirSync(join(folder, "etc/catalog"), { recursive: true });
  for (const [name, values] of Object.entries(settings))
    await Bun.write(
      join(folder, "etc", name),
      Object.entries(values)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(""),
    );
  const log = join(folder, "log");
  const options = ["-server", `-Xmx${isCoordinator ? "1G" : "768M"}`, "--add-modules=jdk.incubator.vector"];
  const also = [
    "-XX:+ExitOnOutOfMemoryError",
    "-Djdk.attach.allowAttachSelf=true",
    "-XX:ReservedCodeCacheSize=256M",
  ];
  const node = { environment: "test", id: folder.split("/").at(-1)!, "data-dir": folder };
  const server = Bun.spawn(
    [
      ...[java, ...options, ...also, ...Object.entries(node).map(([key, value]) => `-Dnode.${key}=${value}`)],
      ...[`-Dconfig=${folder}/etc/config.properties`, "-cp", "lib/*", "io.trino.server.TrinoServer"],
    ],
    // Plugins are found from here.
    { cwd: place, stdout: Bun.file(log), stderr: Bun.file(log) },
  );
  if (isCoordinator)
    await whenUp(
      server,
      log,
      async () => {
        const info = (await (await fetch(`http://127.0.0.1:${port}/v1/info`)).json()) as {
          starting: boolean;
        };
        if (info.starting) throw new Error("starting");
      },
      UP_MS,
    );
  return counterpart(port, server, folder);
}
