import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COUNTERPARTS } from "../counterparts";

export const PROJECT = "demo-perennial";

/** The Auth emulator of firebase-tools; null where it is not installed or there is no Node.js for it. */
export function findEmulator(): { readonly node: string; readonly script: string } | null {
  const script = join(COUNTERPARTS, "firebase-tools/node_modules/firebase-tools/lib/bin/firebase.js");
  const node = Bun.which("node");
  return node && existsSync(script) ? { node, script } : null;
}

export interface AuthEmulator {
  /** `127.0.0.1:9099`. */
  readonly host: string;
  /** Follows the newest link of a kind that was mailed to the address; with a password where it sets one. */
  follow(kind: "VERIFY_EMAIL" | "PASSWORD_RESET", email: string, newPassword?: string): Promise<void>;
  /** How many mails the address was sent, by their kinds. */
  mailsTo(email: string): Promise<string[]>;
  /** An ID token of who knows the password, as a program gets one. */
  idToken(email: string, password: string): Promise<string>;
  stop(): Promise<void>;
}

interface Mailed {
  readonly email: string;
  readonly requestType: string;
  readonly oobLink: string;
}

function freePort(): number {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
  const { port } = server;
  server.stop(true);
  return port!;
}

/** Starts it in a folder of its own, on ports that are free or, as one that was stopped, on its `host`. */
export async function startEmulator(before?: string): Promise<AuthEmulator> {
  const found = findEmulator();
  if (!found) throw new Error("the Auth emulator is not installed");
  const folder = mkdtempSync(join(tmpdir(), "perennial-auth-"));
  const on = () => ({ host: "127.0.0.1", port: freePort() });
  const auth = before ? { host: "127.0.0.1", port: Number(before.split(":")[1]) } : on();
  const host = `${auth.host}:${auth.port}`;
  const emulators = { auth, hub: on(), logging: on(), ui: { enabled: false } };
  await Bun.write(join(folder, "firebase.json"), JSON.stringify({ emulators }));
  const child = Bun.spawn(
    [found.node, found.script, "emulators:start", "--only", "auth", "--project", PROJECT],
    { cwd: folder, env: { ...process.env, HOME: folder, CI: "1" }, stdout: "pipe", stderr: "inherit" },
  );
  await ready(child.stdout);
  const mails = async (): Promise<Mailed[]> => {
    const answer = await fetch(`http://${host}/emulator/v1/projects/${PROJECT}/oobCodes`);
    return ((await answer.json()) as { oobCodes: Mailed[] }).oobCodes;
  };
  return {
    host,
    mailsTo: async (email) =>
      (await mails()).filter((mail) => mail.email === email).map(({ requestType }) => requestType),
    async follow(kind, email, newPassword) {
      const mail = (await mails()).findLast((sent) => sent.email === email && sent.requestType === kind);
      if (!mail) throw new Error(`no ${kind} was mailed to ${email}`);
      const link = new URL(mail.oobLink);
      if (newPassword) link.searchParams.set("newPassword", newPassword);
      const answer = await fetch(link);
      if (!answer.ok) throw new Error(`the link of ${kind} answers ${answer.status}: ${await answer.text()}`);
    },
    async idToken(email, password) {
      const answer = await fetch(
        `http://${host}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any`,
        {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ email, password, returnSecureToken: true }),
        },
      );
      return ((await answer.json()) as { idToken: string }).idToken;
    },
    async stop() {
      child.kill("SIGTERM");
      await child.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves once it says that it is ready. Reads on, so that it never waits for a reader. */
async function ready(output: ReadableStream<Uint8Array>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  void (async () => {
    const decoder = new TextDecoder();
    let printed = "";
    for await (const chunk of output) {
      if (printed.length < 100_000) printed += decoder.decode(chunk, { stream: true });
      if (printed.includes("All emulators ready")) resolve();
    }
    reject(new Error(`the Auth emulator ended: ${printed}`));
  })();
  return promise;
}
