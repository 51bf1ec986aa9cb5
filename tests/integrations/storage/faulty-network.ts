import { connect, createServer, type Socket } from "node:net";

/** What becomes of a request on its way to the server. */
export type Fault =
  /** It and its answer go through. */
  | { readonly type: "none" }
  /** Nobody ever answers. */
  | { readonly type: "silence" }
  /** The connection ends at once. */
  | { readonly type: "away" }
  /** The connection ends when so many bytes of the request were passed on. */
  | { readonly type: "cut"; readonly afterBytes: number }
  /** The connection ends when so many bytes of the answer came. */
  | { readonly type: "cut answer"; readonly afterBytes: number }
  /** The server's place is taken by this answer. */
  | { readonly type: "answer"; readonly status: number; readonly code: string; readonly message: string };

export const NONE: Fault = { type: "none" };

/** A way to the real server on which requests are hindered as `faultOf` says, asked once a request. */
export interface FaultyNetwork extends AsyncDisposable {
  readonly endpoint: string;
  /** The heads of the requests so far. */
  readonly heads: string[];
  faultOf: (method: string, path: string) => Fault;
}

/** The server behind ends each connection after one request, so that each request has a connection of its own here. */
export async function faultyNetwork(serverEndpoint: string): Promise<FaultyNetwork> {
  const { port: serverPort } = new URL(serverEndpoint);
  const open = new Set<Socket>();
  const heads: string[] = [];
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket)).on("error", () => socket.destroy());
  };
  const proxy = createServer((client) => {
    keep(client);
    client.once("data", (first: Buffer) => {
      const head = first.toString("latin1").split("\r\n\r\n")[0]!;
      heads.push(head);
      const [method = "", path = ""] = head.split(" ");
      handle(client, first, network.faultOf(method, path));
    });
  });
  function handle(client: Socket, first: Buffer, fault: Fault): void {
    if (fault.type === "away") client.destroy();
    else if (fault.type === "silence") client.resume();
    else if (fault.type === "answer") {
      const { status, code, message } = fault;
      const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
      client.resume();
      client.end(
        `HTTP/1.1 ${status} Fault\r\nContent-Type: application/xml\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      );
    } else {
      const server = connect(Number(serverPort), "127.0.0.1");
      keep(server);
      let left = fault.type === "cut" ? fault.afterBytes : Number.POSITIVE_INFINITY;
      const pass = (chunk: Buffer) => {
        left -= chunk.length;
        if (left < 0) {
          client.destroy();
          server.destroy();
        } else if (!server.write(chunk)) {
          client.pause();
          server.once("drain", () => client.resume());
        }
      };
      pass(first);
      client
        .on("data", pass)
        .on("end", () => server.end())
        .on("close", () => server.destroy());
      let answerLeft = fault.type === "cut answer" ? fault.afterBytes : Number.POSITIVE_INFINITY;
      server.on("data", (chunk) => {
        answerLeft -= chunk.length;
        if (answerLeft < 0) {
          client.destroy();
          server.destroy();
        } else if (!client.write(chunk)) {
          server.pause();
          client.once("drain", () => server.resume());
        }
      });
      server.on("end", () => client.end());
    }
  }
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as { port: number };
  const network: FaultyNetwork = {
    endpoint: `http://127.0.0.1:${port}`,
    heads,
    faultOf: () => NONE,
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
  return network;
}
