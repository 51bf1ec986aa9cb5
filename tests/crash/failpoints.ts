// biome-ignore-all lint/suspicious/noExplicitAny: it wraps functions of all kinds
/**
 * Places where a process may be killed: before and after every commit, rename, removal, link, flush, message between
 * processes, request to another service and line of a mail. The
 * runtime's own functions are wrapped, so no code of ours names a place, a new one is found by itself, and production
 * has nothing of it. Preloaded into a server and its workers by `BUN_OPTIONS`; does nothing without `FAILPOINT_FILE`.
 *
 * The file `FAILPOINT_FILE` says where to die (`Death`); without it nobody dies. `{file}.journal` lists what is not yet
 * flushed to the disk, for `losePower`. This file must be loaded before anything imports the wrapped modules, so it
 * imports nothing.
 */
const fs = require("node:fs");
const fsp = require("node:fs/promises");
const http = require("node:http");
const https = require("node:https");
const http2 = require("node:http2");
const net = require("node:net");
const { Database } = require("bun:sqlite");

const FILE: string | undefined = process.env.FAILPOINT_FILE;
const raw = { ...fs };
const script = process.argv[1] ?? "";
const role = /workers\/worker\.ts$/.test(script)
  ? "worker"
  : /reading-worker\.ts$/.test(script)
    ? "reader"
    : "server";

let seen = 0;
let armedAt = 0;

function plan(): any {
  try {
    return JSON.parse(raw.readFileSync(FILE, "utf8"));
  } catch {
    return null;
  }
}

/** Dies here if it is the place. */
function point(op: string, when: "before" | "after", what: unknown): void {
  const death = plan();
  if (death?.role !== role || death.op !== op || death.when !== when) return;
  if (armedAt !== death.id) [armedAt, seen] = [death.id, 0];
  if (++seen < death.nth) return;
  // Only one of several processes dies.
  try {
    raw.unlinkSync(FILE);
  } catch {
    return;
  }
  raw.writeFileSync(`${FILE}.died`, JSON.stringify({ ...death, what: String(what) }));
  if (death.all) process.kill(-death.group, "SIGKILL");
  process.kill(process.pid, "SIGKILL");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** `w`: the file has unflushed content; `f`: it is flushed; `n`: a new name; `r`: a name given in place of another, and the file that had it; `c`: commits from this place of a log are not flushed. */
function note(...entry: string[]): void {
  raw.appendFileSync(`${FILE}.journal`, `${JSON.stringify(entry)}\n`);
}

function around(op: string, what: unknown, act: () => any, done: () => void = () => {}): any {
  point(op, "before", what);
  const end = (value: any) => {
    done();
    point(op, "after", what);
    return value;
  };
  const result = act();
  return result instanceof Promise ? result.then(end) : end(result);
}

let replaced = 0;

/** The file that a rename is about to replace, which the disk still has until the folder is flushed. Empty if there is none. */
function keepReplaced(path: string): string {
  if (!raw.statSync(path, { throwIfNoEntry: false })?.isFile()) return "";
  raw.mkdirSync(`${FILE}.replaced`, { recursive: true });
  const kept = `${FILE}.replaced/${process.pid}-${replaced++}`;
  raw.linkSync(path, kept);
  return kept;
}

function wrapFiles(): void {
  for (const [module, ending] of [
    [fsp, ""],
    [fs, "Sync"],
  ]) {
    const wrap = (name: string, wrapped: (real: any) => any) => {
      const real = module[name + ending].bind(module);
      module[name + ending] = wrapped(real);
    };
    wrap("rename", (real) => (from: string, to: string) => {
      let kept = "";
      return around(
        "rename",
        to,
        () => {
          kept = keepReplaced(String(to));
          return real(from, to);
        },
        () => note("r", String(from), String(to), kept),
      );
    });
    wrap(
      "link",
      (real) => (from: string, to: string) =>
        around(
          "link",
          to,
          () => real(from, to),
          () => note("n", String(to)),
        ),
    );
    for (const name of ["rm", "unlink"])
      wrap(
        name,
        (real) =>
          (path: string, ...rest: any[]) =>
            around("remove", path, () => real(path, ...rest)),
      );
    wrap("mkdir", (real) => (path: string, ...rest: any[]) => {
      const told = (made: any) => {
        if (typeof made === "string") note("n", String(path), made);
        return made;
      };
      const made = real(path, ...rest);
      return made instanceof Promise ? made.then(told) : told(made);
    });
  }
  const open = fsp.open.bind(fsp);
  fsp.open = async (path: string, flags = "r", ...rest: any[]) => {
    const handle = await open(path, flags, ...rest);
    if (flags !== "r") note("w", String(path));
    const sync = handle.sync.bind(handle);
    handle.sync = () => around("flush", path, sync, () => note("f", String(path)));
    return handle;
  };
  const paths = new Map<number, string>();
  fs.openSync = (path: string, flags = "r", ...rest: any[]) => {
    const file = raw.openSync(path, flags, ...rest);
    paths.set(file, String(path));
    if (flags !== "r") note("w", String(path));
    return file;
  };
  for (const name of ["fsyncSync", "fdatasyncSync"])
    fs[name] = (file: number) =>
      around(
        "flush",
        paths.get(file),
        () => raw[name](file),
        () => note("f", paths.get(file) ?? ""),
      );
}

/** Commits, of transactions and of single statements. With a weaker pragma, they are not on the disk. */
function wrapDatabase(): void {
  /** Runs what commits. The pragma tells whether it is flushed at once, with everything before it. */
  const commit = (database: any, act: () => any) => {
    const wal = `${database.filename}-wal`;
    const size = raw.statSync(wal, { throwIfNoEntry: false })?.size ?? 0;
    const [synchronous] = Object.values(prepare.call(database, "PRAGMA synchronous").get() as object);
    const result = act();
    if (synchronous < 2) note("c", wal, String(size));
    else note("f", wal);
    return result;
  };
  const { prepare, transaction } = Database.prototype;
  Database.prototype.prepare = function (sql: string, ...rest: any[]) {
    const statement = prepare.call(this, sql, ...rest);
    if (!/^\s*(INSERT|UPDATE|DELETE|WITH)/i.test(sql)) return statement;
    const run = statement.run.bind(statement);
    statement.run = (...given: any[]) =>
      this.inTransaction
        ? run(...given)
        : around("commit", sql.trim().slice(0, 60), () => commit(this, () => run(...given)));
    return statement;
  };
  Database.prototype.transaction = function (change: any) {
    const real = transaction.call(this, change);
    const immediate = (...given: any[]) => {
      if (this.inTransaction) return real.immediate(...given);
      const inner = transaction.call(this, () => {
        const result = change(...given);
        point("commit", "before", "transaction");
        return result;
      });
      const result = commit(this, () => inner.immediate());
      point("commit", "after", "transaction");
      return result;
    };
    return Object.assign((...given: any[]) => real(...given), { immediate });
  };
}

function wrapMessages(): void {
  const fetched = globalThis.fetch;
  globalThis.fetch = Object.assign(
    (input: any, init?: any) => around("send", input?.url ?? input, () => fetched(input, init)),
    fetched,
  );
  for (const module of [http, https]) {
    const { request } = module;
    module.request = (...given: any[]) => {
      const what = `${given[0]?.method ?? ""} ${given[0]?.path ?? ""}`;
      point("send", "before", what);
      const made = request(...given);
      made.once("response", () => point("send", "after", what));
      return made;
    };
  }
  // Firestore is asked over HTTP/2, and a mail goes line by line over a connection of its own.
  const { connect } = http2;
  http2.connect = (...given: any[]) => {
    const session = connect(...given);
    const request = session.request.bind(session);
    session.request = (headers: any, ...rest: any[]) => {
      const what = headers?.[":path"];
      point("send", "before", what);
      const made = request(headers, ...rest);
      made.once("response", () => point("send", "after", what));
      return made;
    };
    return session;
  };
  const dial = net.connect;
  net.connect = (...given: any[]) => {
    const socket = dial(...given);
    const write = socket.write.bind(socket);
    socket.write = (...written: any[]) => around("send", "a line of a mail", () => write(...written));
    return socket;
  };
  const messages =
    (send: any) =>
    (message: any, ...rest: any[]) =>
      message?.type === "alive" || message?.type === "progress"
        ? send(message, ...rest)
        : around("message", message?.type ?? message?.kind, () => send(message, ...rest));
  if (process.send) process.send = messages(process.send.bind(process));
  const { spawn } = Bun;
  Bun.spawn = ((...given: any[]) => {
    const child = (spawn as any)(...given);
    child.send = messages(child.send.bind(child));
    return child;
  }) as typeof Bun.spawn;
  const Thread = globalThis.Worker;
  globalThis.Worker = class extends Thread {
    constructor(url: string | URL, options: any = {}) {
      super(url, { ...options, preload: [__filename] });
    }
  } as typeof Worker;
}

if (FILE) {
  wrapFiles();
  wrapDatabase();
  wrapMessages();
}
