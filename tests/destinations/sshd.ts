import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where OpenSSH's server is; null if this machine has none. It wants to be called by its full path. */
export const SSHD = Bun.which("sshd", { PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` });

/** OpenSSH's own server on a port of this machine, with keys and a configuration of its own, for files only. */
export class Sshd {
  readonly folder = mkdtempSync(join(tmpdir(), "perennial-sshd-"));
  readonly user = Bun.spawnSync(["id", "-un"]).stdout.toString().trim();
  /** Where lists arrive. */
  readonly home = join(this.folder, "home");
  #child: Bun.Subprocess | null = null;

  private constructor(readonly port: number) {
    mkdirSync(this.home);
    for (const name of ["host_key", "other_host_key", "user_key", "stranger_key"]) this.#makeKey(name);
    writeFileSync(join(this.folder, "authorized_keys"), readFileSync(join(this.folder, "user_key.pub")));
    writeFileSync(
      join(this.folder, "config"),
      [
        `Port ${port}`,
        "ListenAddress 127.0.0.1",
        `HostKey ${join(this.folder, "host_key")}`,
        `AuthorizedKeysFile ${join(this.folder, "authorized_keys")}`,
        `PidFile ${join(this.folder, "pid")}`,
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "UsePAM no",
        "StrictModes no",
        "PermitRootLogin yes",
        "Subsystem sftp internal-sftp",
        "ForceCommand internal-sftp",
      ].join("\n"),
    );
  }

  static async prepare(): Promise<Sshd> {
    // As root it wants this folder for the process that parses what strangers send.
    if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
    return new Sshd(await freePort());
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const log = join(this.folder, "log");
    this.#child = Bun.spawn([SSHD!, "-D", "-E", log, "-f", join(this.folder, "config")], {
      stdio: ["ignore", "ignore", "ignore"],
    });
    while (!(await isListening(this.port))) {
      if (this.#child.exitCode !== null)
        throw new Error(`sshd ended before it listened: ${readFileSync(log, "utf8")}`);
      await Bun.sleep(20);
    }
  }

  async stop(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#child?.exited;
    this.#child = null;
  }

  key(name: "user_key" | "stranger_key"): string {
    return join(this.folder, name);
  }

  /** As `ssh-keygen -l` prints it. */
  fingerprint(name: "host_key" | "other_host_key"): string {
    const { stdout } = Bun.spawnSync(["ssh-keygen", "-l", "-f", join(this.folder, `${name}.pub`)]);
    return stdout.toString().split(" ")[1]!;
  }

  /** The files in a folder of the home, by name, hidden ones too. */
  files(folder: string): Map<string, string> {
    const path = join(this.home, folder);
    return new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name), "utf8")]));
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #makeKey(name: string): void {
    const made = Bun.spawnSync([
      "ssh-keygen",
      "-q",
      "-t",
      "ed25519",
      "-N",
      "",
      "-f",
      join(this.folder, name),
    ]);
    if (made.exitCode !== 0) throw new Error(made.stderr.toString());
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((told) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => told(true)).once("error", () => told(false));
    socket.once("connect", () => socket.destroy());
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
