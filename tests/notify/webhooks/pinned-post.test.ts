import { afterEach, describe, expect, test } from "bun:test";
import { createServer } from "node:net";
import { UserError } from "../../../src/errors";
import { type PinnedPostOptions, PostError, pinnedPost } from "../../../src/notify/webhooks/pinned-post";
import { CA, CERTIFICATE, PRIVATE_KEY } from "../certificates";

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly host: string | null;
  readonly body: string;
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function receiver(answer: (asked: Asked) => Response | Promise<Response>, isEncrypted = true) {
  const asked: Asked[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    ...(isEncrypted && { tls: { key: PRIVATE_KEY, cert: CERTIFICATE } }),
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const { method, headers } = request;
      asked.push({ method, path: pathname + search, host: headers.get("host"), body: await request.text() });
      return answer(asked.at(-1)!);
    },
  });
  closing.push(() => server.stop(true));
  return { asked, port: server.port! };
}

const never = new AbortController().signal;
const HERE: PinnedPostOptions = {
  lookup: async () => ["127.0.0.1"],
  allowPrivate: true,
  timeoutMs: 2000,
  ca: CA,
};
const SENT = { headers: { "Content-Type": "application/json" }, body: '{"a":1}' };
const post = (url: string, options: Partial<PinnedPostOptions> = {}) =>
  pinnedPost(new URL(url), SENT, { ...HERE, ...options }, never);

describe("a post to an address that was checked", () => {
  test("reaches the receiver by its name, path and certificate", async () => {
    const { asked, port } = receiver(() => new Response("thank you"));
    const url = `https://hooks.example.test:${port}/in?a=1`;
    expect(await post(url)).toEqual({ status: 200, retryAfter: null });
    expect(asked).toEqual([
      { method: "POST", path: "/in?a=1", host: `hooks.example.test:${port}`, body: SENT.body },
    ]);
  });

  test("names the host in the TLS handshake, where a server of many names looks for its certificate", async () => {
    const hello = Promise.withResolvers<string>();
    // Whatever comes first over the connection is the ClientHello, which holds the name in clear.
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", (bytes) => {
        hello.resolve(bytes.toString("latin1"));
        socket.destroy();
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()));
    closing.push(() => new Promise((closed) => server.close(closed)));
    const { port } = server.address() as { port: number };
    await expect(post(`https://hooks.example.test:${port}/`)).rejects.toThrow(PostError);
    expect(await hello.promise).toContain("hooks.example.test");
  });

  test("trusts no certificate of another name, also right after one to the same address that it trusts", async () => {
    const { asked, port } = receiver(() => new Response());
    await post(`https://hooks.example.test:${port}/`);
    const sent = post(`https://other.example.test:${port}/`);
    await expect(sent).rejects.toThrow(PostError);
    await expect(sent).rejects.toThrow(/certificate is not valid/);
    expect(asked).toHaveLength(1);
  });

  test("trusts no certificate for a bare address that does not name it", async () => {
    const { asked, port } = receiver(() => new Response());
    await expect(post(`https://127.0.0.1:${port}/`)).rejects.toThrow(/certificate is not valid/);
    expect(asked).toEqual([]);
  });

  test("trusts no authority that nobody believes", async () => {
    const { port } = receiver(() => new Response());
    const { ca: _, ...believesNobody } = HERE;
    const sent = pinnedPost(new URL(`https://hooks.example.test:${port}/`), SENT, believesNobody, never);
    await expect(sent).rejects.toThrow(/certificate is not valid/);
  });

  test("asks for the name's addresses once, so that a second answer would change nothing", async () => {
    const { port } = receiver(() => new Response());
    let lookups = 0;
    // A name that turns: public when it is checked, this machine when it is asked again.
    const lookup = async () => (lookups++ === 0 ? ["192.0.2.1"] : ["127.0.0.1"]);
    const sent = post(`https://hooks.example.test:${port}/`, { lookup, timeoutMs: 300 });
    await expect(sent).rejects.toThrow(PostError);
    expect(lookups).toBe(1);
  });

  for (const addresses of [
    ["127.0.0.1"],
    ["1.1.1.1", "10.0.0.1"],
    ["::ffff:192.168.1.1"],
    ["fd00::1"],
    ["169.254.169.254"],
  ])
    test(`refuses a name that leads to ${addresses.join(" and ")}, and connects to none of them`, async () => {
      const { asked, port } = receiver(() => new Response());
      const sent = post(`https://hooks.example.test:${port}/`, {
        lookup: async () => addresses,
        allowPrivate: false,
      });
      await expect(sent).rejects.toThrow(UserError);
      await expect(sent).rejects.toThrow(
        "hooks.example.test leads to a private address, and webhooks only go to public ones. Give the webhook another URL.",
      );
      expect(asked).toEqual([]);
    });

  test("goes to the next address where the first takes no connection", async () => {
    const { asked, port } = receiver(() => new Response());
    // 127.0.0.2 is this machine too, and nobody listens there.
    await post(`https://hooks.example.test:${port}/`, { lookup: async () => ["127.0.0.2", "127.0.0.1"] });
    expect(asked).toHaveLength(1);
  });

  test("does not follow a redirect", async () => {
    const { asked, port } = receiver(
      () => new Response(null, { status: 307, headers: { Location: "http://169.254.169.254/latest" } }),
    );
    expect(await post(`https://hooks.example.test:${port}/`)).toMatchObject({ status: 307 });
    expect(asked).toHaveLength(1);
  });

  test("does not wait for an answer, or a name, that does not come", async () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    const { port } = receiver(() => promise);
    const url = `https://hooks.example.test:${port}/`;
    await expect(post(url, { timeoutMs: 100 })).rejects.toThrow(/did not answer within/);
    const unresolved = post(url, { timeoutMs: 100, lookup: () => new Promise(() => {}) });
    const ended = Promise.race([unresolved.catch((error) => error), Bun.sleep(10_000)]);
    expect(await ended).toBeInstanceOf(PostError);
    resolve(new Response());
  });

  test("does not read an answer without end", async () => {
    let sent = 0;
    const { port } = receiver(
      () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              sent += 65_536;
              controller.enqueue(new Uint8Array(65_536));
            },
          }),
        ),
    );
    expect(await post(`https://hooks.example.test:${port}/`)).toMatchObject({ status: 200 });
    expect(sent).toBeLessThan(32 * 1024 ** 2);
  });

  test("says that a name is not known, and that nobody listens", async () => {
    const unknown = () => Promise.reject(new Error("ENOTFOUND"));
    await expect(post("https://hooks.example.test/", { lookup: unknown })).rejects.toThrow(
      "Could not resolve the name hooks.example.test.",
    );
    await expect(
      post("https://hooks.example.test:1/", { lookup: async () => ["127.0.0.1"] }),
    ).rejects.toThrow("The receiver refused the connection.");
  });

  test("goes by http where that was allowed", async () => {
    const { asked, port } = receiver(() => new Response(), false);
    await post(`http://localhost:${port}/in`);
    expect(asked).toMatchObject([{ host: `localhost:${port}`, path: "/in" }]);
  });
});
