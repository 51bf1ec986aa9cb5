import { createHash } from "node:crypto";
import type { ServerWebSocket } from "bun";
import {
  ConnectMessage,
  FlushResponse,
  GatewayConnectionReadyData,
  GatewayExecutorRequestData,
  GatewayMessageType,
  SDKResponse,
  StartRequest,
  StartResponse,
  WorkerConnectRequestData,
  WorkerReplyAckData,
  WorkerRequestAckData,
  WorkerRequestExtendLeaseAckData,
  WorkerRequestExtendLeaseData,
  // @ts-expect-error The package has no types for them.
} from "../../node_modules/inngest/proto/src/components/connect/protobuf/connect.js";
import type { KnownFunction } from "../jobs/inngest/executor";

/** A worker's answer to a request, as an app's over HTTP. */
export interface WorkerReply {
  readonly status: number;
  readonly noRetry: boolean;
  readonly body: unknown;
}

interface Connection {
  readonly id: string;
  instanceId: string;
  most: number;
  isReady: boolean;
  readonly requests: Set<Request>;
  /** The number of the last request that it was given. */
  last: number;
}

/** A call of a function on its way: it waits for a worker, or runs on one while that renews its lease. */
interface Request {
  readonly id: string;
  readonly known: KnownFunction;
  readonly runId: string;
  readonly payload: Uint8Array;
  readonly priority: number;
  readonly tenant: string;
  readonly job: string;
  readonly at: number;
  leaseId: string;
  leaseUntil: number;
  /** On which worker it is, and whether that has said that it has it. */
  instanceId: string | null;
  isTaken: boolean;
  readonly settle: (reply: WorkerReply | null) => void;
}

/** How long a worker's last word counts. */
const LEASE_MS = 150_000;
const HEARTBEAT = "2s";
const EXTEND_LEASE = "1s";

/**
 * The side of Inngest Connect that workers speak to: the start over HTTP, the handshake, requests with leases and
 * replies over a WebSocket, in the messages of the package. Like the real one, it holds on to what a dead worker had until the lease is over.
 */
export class ConnectGateway {
  /** What the workers say they can do. */
  functions: readonly KnownFunction[] = [];
  /** Everything that was sent to a worker: which instance, and which run. */
  readonly sent: { readonly instanceId: string; readonly runId: string }[] = [];
  /** Answers neither heartbeats nor who wants to connect; and how many it has turned away. */
  isDeaf = false;
  turnedAway = 0;
  readonly #connections = new Map<ServerWebSocket<Connection>, Connection>();
  readonly #waiting: Request[] = [];
  readonly #running = new Map<string, Request>();
  readonly #late = new Map<string, Request>();
  readonly #server;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #tokens = new Set<string>();

  constructor(private readonly keys: { readonly signingKey: string }) {
    this.#server = Bun.serve<Connection>({
      port: 0,
      hostname: "127.0.0.1",
      fetch: (request, server) => {
        const protocol = request.headers.get("sec-websocket-protocol");
        if (protocol !== "v0.connect.inngest.com") return new Response(null, { status: 400 });
        const data: Connection = {
          id: Bun.randomUUIDv7(),
          instanceId: "",
          most: Infinity,
          isReady: false,
          requests: new Set(),
          last: 0,
        };
        return server.upgrade(request, { data, headers: { "Sec-WebSocket-Protocol": protocol } })
          ? undefined
          : new Response(null, { status: 400 });
      },
      websocket: {
        open: (socket) => {
          this.#connections.set(socket, socket.data);
          send(socket, GatewayMessageType.GATEWAY_HELLO);
        },
        message: (socket, message) => this.#hear(socket, message as Buffer),
        close: (socket) => {
          this.#connections.delete(socket);
          this.#takeBack(socket.data);
        },
      },
    });
    this.#timer = setInterval(() => this.#endLeases(), 250);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    for (const request of [...this.#waiting, ...this.#running.values()]) request.settle(null);
    await this.#server.stop(true);
  }

  /** The instances that take requests. */
  get ready(): string[] {
    return [...this.#connections.values()].filter(({ isReady }) => isReady).map((each) => each.instanceId);
  }

  /** The instances that have something to do, and for which job. */
  get busy(): { readonly instanceId: string; readonly job: string }[] {
    return [...this.#running.values()].flatMap(({ instanceId, job }) =>
      instanceId ? { instanceId, job } : [],
    );
  }

  /** Answers `/v0/connect/…`. */
  async take(request: globalThis.Request): Promise<Response> {
    const hashed = `signkey-test-${createHash("sha256")
      .update(this.keys.signingKey.replace(/^signkey-\w+-/, ""), "hex")
      .digest("hex")}`;
    if (this.isDeaf) {
      this.turnedAway++;
      return new Response("too busy", { status: 503 });
    }
    if (request.headers.get("authorization") !== `Bearer ${hashed}`)
      return new Response("not signed in", { status: 401 });
    const body = new Uint8Array(await request.arrayBuffer());
    if (new URL(request.url).pathname === "/v0/connect/flush") {
      const reply = SDKResponse.decode(body);
      this.#end(reply);
      return bytes(FlushResponse.encode(FlushResponse.create({ requestIds: [reply.requestId] })).finish());
    }
    StartRequest.decode(body);
    const token = Bun.randomUUIDv7();
    this.#tokens.add(token);
    const answer = StartResponse.create({
      connectionId: Bun.randomUUIDv7(),
      gatewayEndpoint: `ws://127.0.0.1:${this.#server.port}/v0/connect`,
      gatewayGroup: "test",
      sessionToken: token,
      syncToken: token,
    });
    return bytes(StartResponse.encode(answer).finish());
  }

  /** Has a worker run a function. Null if its lease was lost. */
  call(known: KnownFunction, runId: string, payload: object): Promise<WorkerReply | null> {
    const { event } = payload as { event: { data: Record<string, unknown> } };
    return new Promise((settle) => {
      this.#waiting.push({
        id: Bun.randomUUIDv7(),
        known,
        runId,
        payload: new TextEncoder().encode(JSON.stringify(payload)),
        priority: Number(dataOf(known.priority?.run, event) ?? 0),
        tenant: String(dataOf(known.concurrency?.key, event) ?? ""),
        job: String(event.data.queue_id),
        at: performance.now(),
        leaseId: "",
        leaseUntil: Infinity,
        instanceId: null,
        isTaken: false,
        settle,
      });
      this.#hand();
    });
  }

  /** A run was cancelled: what it asked for is no longer waited for. */
  cancel(runId: string): void {
    for (const request of [...this.#waiting, ...this.#running.values()])
      if (request.runId === runId) this.#drop(request, null);
  }

  /** Gives waiting requests to workers: the most urgent first, as many of a tenant as the function allows. */
  #hand(): void {
    this.#waiting.sort((a, b) => a.at - 1000 * a.priority - (b.at - 1000 * b.priority));
    for (const request of [...this.#waiting]) {
      const { limit = Infinity } = request.known.concurrency ?? {};
      const ofTenant = [...this.#running.values()].filter(({ tenant }) => tenant === request.tenant).length;
      if (ofTenant >= limit) continue;
      const free = [...this.#connections].filter(
        ([, { isReady, requests, most }]) => isReady && requests.size < most,
      );
      const [chosen] = free.sort(([, a], [, b]) => a.requests.size - b.requests.size || a.last - b.last);
      if (!chosen) return;
      this.#waiting.splice(this.#waiting.indexOf(request), 1);
      this.#give(chosen[0], request);
    }
  }

  #give(socket: ServerWebSocket<Connection>, request: Request): void {
    request.leaseId = Bun.randomUUIDv7();
    request.leaseUntil = performance.now() + LEASE_MS;
    request.instanceId = socket.data.instanceId;
    socket.data.requests.add(request);
    socket.data.last = this.sent.length + 1;
    this.#running.set(request.id, request);
    this.sent.push({ instanceId: socket.data.instanceId, runId: request.runId });
    const data = GatewayExecutorRequestData.create({
      ...HOUSE,
      requestId: request.id,
      appName: request.known.id.slice(0, request.known.id.lastIndexOf("-do-step")),
      functionId: request.known.id,
      functionSlug: request.known.id,
      stepId: "step",
      requestPayload: request.payload,
      runId: request.runId,
      leaseId: request.leaseId,
      jobId: request.id,
    });
    send(
      socket,
      GatewayMessageType.GATEWAY_EXECUTOR_REQUEST,
      GatewayExecutorRequestData.encode(data).finish(),
    );
  }

  #hear(socket: ServerWebSocket<Connection>, message: Buffer): void {
    const { kind, payload } = ConnectMessage.decode(new Uint8Array(message));
    switch (kind) {
      case GatewayMessageType.WORKER_CONNECT:
        this.#connect(socket, payload);
        break;
      case GatewayMessageType.WORKER_READY:
        socket.data.isReady = true;
        this.#hand();
        break;
      case GatewayMessageType.WORKER_PAUSE:
        socket.data.isReady = false;
        break;
      case GatewayMessageType.WORKER_HEARTBEAT:
        if (!this.isDeaf) send(socket, GatewayMessageType.GATEWAY_HEARTBEAT);
        break;
      case GatewayMessageType.WORKER_REQUEST_ACK: {
        const request = this.#running.get(WorkerRequestAckData.decode(payload).requestId);
        if (request) request.isTaken = true;
        break;
      }
      case GatewayMessageType.WORKER_REQUEST_EXTEND_LEASE:
        this.#extend(socket, WorkerRequestExtendLeaseData.decode(payload));
        break;
      case GatewayMessageType.WORKER_REPLY: {
        const reply = SDKResponse.decode(payload);
        const ack = WorkerReplyAckData.encode(WorkerReplyAckData.create({ requestId: reply.requestId }));
        send(socket, GatewayMessageType.WORKER_REPLY_ACK, ack.finish());
        this.#end(reply);
        break;
      }
      default:
        throw new Error(`a worker sent a message of kind ${kind}`);
    }
  }

  #connect(socket: ServerWebSocket<Connection>, payload: Uint8Array): void {
    const { authData, apps, instanceId, maxWorkerConcurrency, workerManualReadinessAck } =
      WorkerConnectRequestData.decode(payload);
    if (!this.#tokens.delete(authData?.sessionToken)) {
      socket.close(4001, "connect_authentication_failed");
      return;
    }
    for (const [earlier, data] of this.#connections) {
      if (data.instanceId !== instanceId) continue;
      // The worker has given it up, and what it was sent there meanwhile it has not heard.
      this.#connections.delete(earlier);
      this.#takeBack(data);
      for (const request of data.requests) socket.data.requests.add(request);
    }
    socket.data.instanceId = instanceId;
    socket.data.most = maxWorkerConcurrency ?? Infinity;
    socket.data.isReady = !workerManualReadinessAck;
    this.functions = (apps as { functions: Uint8Array }[]).flatMap(({ functions }) =>
      JSON.parse(new TextDecoder().decode(functions)),
    );
    const ready = GatewayConnectionReadyData.create({
      heartbeatInterval: HEARTBEAT,
      extendLeaseInterval: EXTEND_LEASE,
    });
    send(
      socket,
      GatewayMessageType.GATEWAY_CONNECTION_READY,
      GatewayConnectionReadyData.encode(ready).finish(),
    );
  }

  #extend(socket: ServerWebSocket<Connection>, asked: { requestId: string; leaseId: string }): void {
    const request = this.#running.get(asked.requestId);
    const isHeld = request?.leaseId === asked.leaseId;
    if (request && isHeld) {
      request.leaseId = Bun.randomUUIDv7();
      request.leaseUntil = performance.now() + LEASE_MS;
    }
    const ack = WorkerRequestExtendLeaseAckData.create({
      ...HOUSE,
      requestId: asked.requestId,
      newLeaseId: isHeld ? request!.leaseId : undefined,
    });
    send(
      socket,
      GatewayMessageType.WORKER_REQUEST_EXTEND_LEASE_ACK,
      WorkerRequestExtendLeaseAckData.encode(ack).finish(),
    );
  }

  #end(reply: { requestId: string; status: number; noRetry: boolean; body: Uint8Array }): void {
    const request = this.#running.get(reply.requestId);
    const late = this.#late.get(reply.requestId);
    if (late) this.#leaveConnection(late);
    if (!request) return;
    // NOT_COMPLETED, DONE and ERROR of SDKResponseStatus.
    const status = [206, 200, 500][reply.status]!;
    const text = new TextDecoder().decode(reply.body);
    this.#drop(request, { status, noRetry: reply.noRetry, body: text === "" ? null : JSON.parse(text) });
    this.#leaveConnection(request);
  }

  /** What a worker was given and has not acknowledged waits for one again. */
  #takeBack({ requests }: Connection): void {
    for (const request of requests) {
      if (request.isTaken) continue;
      requests.delete(request);
      if (!this.#running.delete(request.id)) continue;
      request.instanceId = null;
      this.#waiting.push(request);
    }
    this.#hand();
  }

  #endLeases(): void {
    for (const request of this.#running.values())
      if (performance.now() > request.leaseUntil) this.#drop(request, null);
  }

  #drop(request: Request, reply: WorkerReply | null): void {
    const at = this.#waiting.indexOf(request);
    if (at >= 0) this.#waiting.splice(at, 1);
    if (this.#running.delete(request.id) && reply === null) this.#late.set(request.id, request);
    request.settle(reply);
    this.#hand();
  }

  #leaveConnection(request: Request): void {
    this.#late.delete(request.id);
    for (const { requests } of this.#connections.values()) requests.delete(request);
    this.#hand();
  }
}

const HOUSE = { accountId: "account", envId: "environment", appId: "app" };

function send(socket: ServerWebSocket<Connection>, kind: number, payload = new Uint8Array(0)): void {
  socket.send(ConnectMessage.encode(ConnectMessage.create({ kind, payload })).finish());
}

function bytes(body: Uint8Array<ArrayBuffer>): Response {
  return new Response(body, { headers: { "Content-Type": "application/protobuf" } });
}

/** The value of `event.data.name`. */
function dataOf(expression: string | undefined, event: { data: Record<string, unknown> }): unknown {
  const name = /^event\.data\.(\w+)$/.exec(expression ?? "")?.[1];
  return name === undefined ? undefined : event.data[name];
}
