/**
 * `bun run test:container`: replays the Dockerfile where no container engine is at hand. Every stage becomes a fresh
 * Debian root file system (debootstrap), every RUN and the CMD a chroot; then the result is started as its user, its
 * root mounted read-only, and asked to upload, train and answer. Needs root, `debootstrap` and `unshare`; prints what
 * it does.
 */
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { ordinaryShop, writeOrders } from "../pipeline/small-files";
import { parseAssignments, parseDockerfile, type Stage } from "./dockerfile";

const PROJECT = resolve(import.meta.dir, "..", "..");
const PORT = 18_437;
/** The user that the base image brings. */
const BUN_UID = 1000;

for (const [tool, what] of [
  ["debootstrap", "debootstrap"],
  ["unshare", "util-linux"],
]) {
  if (Bun.which(tool!)) continue;
  console.error(`${tool} is missing: install the package ${what}`);
  process.exit(1);
}
if (process.getuid?.() !== 0) {
  console.error("chroot needs root");
  process.exit(1);
}

const work = await mkdtemp(join(tmpdir(), "perennial-container-"));
try {
  const base = join(work, "base");
  await makeBase(base);
  const stages = parseDockerfile(await readFile(join(PROJECT, "Dockerfile"), "utf8"));
  const roots = new Map<string, string>();
  let last: Built | null = null;
  for (const [i, stage] of stages.entries()) {
    const root = join(work, `stage-${i}`);
    await run(["cp", "-a", base, root]);
    last = await build(stage, root, roots);
    if (stage.name) roots.set(stage.name, root);
  }
  await smokeTest(last!);
  console.log("1 passed, 0 failed");
} finally {
  await rm(work, { recursive: true, force: true });
}

interface Built {
  readonly root: string;
  readonly environment: Record<string, string>;
  readonly workdir: string;
  readonly user: string;
  readonly command: string[];
  readonly volumes: string[];
}

/** What `oven/bun` is: Debian with Bun and a user of that name. */
async function makeBase(root: string): Promise<void> {
  console.log("== base image: debootstrap");
  await run(["debootstrap", "--variant=minbase", "bookworm", root]);
  await cp(
    await Bun.file(process.execPath)
      .exists()
      .then(() => process.execPath),
    join(root, "usr/local/bin/bun"),
    { dereference: true },
  );
  await run(["chroot", root, "useradd", "--uid", String(BUN_UID), "--create-home", "bun"]);
  // The build may fetch packages as the host does: names and certificates.
  await cp("/etc/resolv.conf", join(root, "etc/resolv.conf"), { dereference: true });
  if (existsSync("/etc/ssl/certs"))
    await cp("/etc/ssl/certs", join(root, "etc/ssl/certs"), { recursive: true, dereference: true });
}

async function build(stage: Stage, root: string, roots: ReadonlyMap<string, string>): Promise<Built> {
  const environment: Record<string, string> = {
    PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
    HOME: "/root",
  };
  let workdir = "/";
  let user = "root";
  let command: string[] = [];
  const volumes: string[] = [];
  for (const { name, rest } of stage.instructions) {
    console.log(`== ${name} ${rest}`);
    switch (name) {
      case "WORKDIR":
        workdir = rest;
        await mkdir(join(root, workdir), { recursive: true });
        break;
      case "ENV":
        for (const [key, value] of parseAssignments(rest)) environment[key] = value;
        break;
      case "USER":
        user = rest;
        break;
      case "COPY":
        await copy(rest, root, workdir, roots);
        break;
      case "RUN":
        await run(
          ["unshare", "--mount", "/bin/sh", "-ec", inside(root), `cd ${workdir}; ${rest}`],
          environment,
        );
        break;
      case "VOLUME":
        volumes.push(...(JSON.parse(rest) as string[]));
        break;
      case "CMD":
        command = JSON.parse(rest) as string[];
        break;
      case "EXPOSE":
      case "HEALTHCHECK":
        break;
      default:
        throw new Error(`the replay does not know ${name}`);
    }
  }
  return { root, environment, workdir, user, command, volumes };
}

/** A script that runs its first argument in the root, with the process table that Bun reads its stack's bounds from. */
function inside(root: string): string {
  return `mount -t proc proc ${root}/proc; exec chroot ${root} /bin/sh -ec "$0"`;
}

async function copy(
  rest: string,
  root: string,
  workdir: string,
  roots: ReadonlyMap<string, string>,
): Promise<void> {
  const words = rest.split(/\s+/);
  const from = words[0]!.startsWith("--from=") ? roots.get(words.shift()!.slice("--from=".length))! : PROJECT;
  const target = words.pop()!;
  const into = resolve("/", workdir, target);
  for (const source of words) {
    const path = join(from, source);
    const isFolder = (await run(["stat", "-c", "%F", path])).trim() === "directory";
    const to = join(root, isFolder ? into : target.endsWith("/") ? join(into, basename(source)) : into);
    await mkdir(isFolder ? to : join(to, ".."), { recursive: true });
    await run(["cp", "-a", isFolder ? `${path}/.` : path, to]);
  }
}

/** Starts the CMD as the image would be run: its user, its root read-only, volumes and /tmp writable. */
async function smokeTest({ root, environment, workdir, user, command, volumes }: Built): Promise<void> {
  console.log(`== start as ${user}, read-only: ${command.join(" ")}`);
  const script = [
    `mount --bind ${root} ${root}`,
    `mount -t proc proc ${root}/proc`,
    `mount -t tmpfs tmpfs ${root}/tmp`,
    ...["null", "zero", "urandom", "random"].map(
      (device) => `touch ${root}/dev/${device}; mount --bind /dev/${device} ${root}/dev/${device}`,
    ),
    ...volumes.map((volume) => `mount -t tmpfs -o uid=${BUN_UID},gid=${BUN_UID} tmpfs ${root}${volume}`),
    `mount -o remount,ro,bind ${root}`,
    `exec chroot --userspec=${user} ${root} /bin/sh -c 'cd ${workdir} && exec "$@"' sh ${command.join(" ")}`,
  ].join(" && ");
  const server = Bun.spawn(["unshare", "--mount", "/bin/sh", "-ec", script], {
    env: { ...environment, HOME: "/tmp", PORT: String(PORT), TZ: "UTC" },
    stdout: "pipe",
    stderr: "inherit",
  });
  const output = collect(server.stdout);
  try {
    await until("the server is healthy", async () => (await fetch(url("/health"))).ok);
    await until("the first admin key is printed", async () => /pk_\S+/.test(output.text));
    const key = output.text.match(/pk_\S+/)![0];
    const tenant = output.text.match(/tenant ([A-Za-z0-9_-]+)/i)?.[1] ?? "default";
    const headers = { Authorization: `Bearer ${key}`, "X-Tenant-Id": tenant };
    check(
      "a call without a key is refused",
      (await fetch(url("/segments"), { headers: { "X-Tenant-Id": tenant } })).status === 401,
    );
    const job = await uploadAndTrain(tenant, headers);
    await until("the training is completed", async () => {
      const { status, error } = (await (await fetch(url(`/jobs/${job}`), { headers })).json()) as {
        status: string;
        error?: string;
      };
      if (status === "failed") throw new Error(`the training failed: ${error}`);
      return status === "completed";
    });
    const segments = (await (await fetch(url("/segments"), { headers })).json()) as unknown[];
    check(`there are segments: ${segments.length}`, segments.length > 0);
  } finally {
    server.kill("SIGTERM");
  }
  const code = await server.exited;
  check(`SIGTERM ends it with ${code}`, code === 0);
}

async function uploadAndTrain(tenant: string, headers: Record<string, string>): Promise<string> {
  const form = new FormData();
  form.set("tenant_id", tenant);
  form.set("file", Bun.file(writeOrders(work, ordinaryShop(200, 300))));
  const upload = await fetch(url("/upload"), { method: "POST", headers, body: form });
  check(`the upload is taken: ${upload.status}`, upload.ok);
  const { dataset_path } = (await upload.json()) as { dataset_path: string };
  const train = await fetch(url("/train"), {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ tenant_id: tenant, dataset_path }),
  });
  check(`the training is started: ${train.status}`, train.ok);
  return ((await train.json()) as { job_id: string }).job_id;
}

function url(path: string): string {
  return `http://127.0.0.1:${PORT}${path}`;
}

function check(what: string, holds: boolean): void {
  if (!holds) throw new Error(`not so: ${what}`);
  console.log(`ok ${what}`);
}

/** Asks every fifth of a second, for a minute. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (
      await holds().catch((error: Error) =>
        error.message.startsWith("the training failed") ? Promise.reject(error) : false,
      )
    ) {
      console.log(`ok ${what}`);
      return;
    }
    await Bun.sleep(200);
  }
  throw new Error(`not within a minute: ${what}`);
}

/** Reads a stream to its end in the background. */
function collect(stream: ReadableStream<Uint8Array>): { text: string } {
  const collected = { text: "" };
  void (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      const text = decoder.decode(chunk, { stream: true });
      collected.text += text;
      process.stdout.write(text);
    }
  })();
  return collected;
}

async function run(command: string[], environment?: Record<string, string>): Promise<string> {
  const child = Bun.spawn(command, {
    stdout: "pipe",
    stderr: "pipe",
    ...(environment && { env: environment }),
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (code !== 0) {
    await writeFile(join(work, "failed.log"), stdout + stderr);
    throw new Error(`${command.join(" ")} ended with ${code}: ${stderr.slice(-2000) || stdout.slice(-2000)}`);
  }
  return stdout;
}
