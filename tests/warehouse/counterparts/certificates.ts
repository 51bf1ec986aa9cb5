import { chmodSync, chownSync, statSync } from "node:fs";
import { join } from "node:path";

/** Files of a server's certificate, and what clients check it with. */
export interface Certificates {
  readonly certificate: string;
  readonly key: string;
  /** The authority that has signed it, and one that has not, as PEM. */
  readonly ca: string;
  readonly otherCa: string;
}

/** A server's own; null if it takes no encrypted connections. */
export interface Encrypted {
  readonly certificates: Certificates | null;
}

/** Makes an authority of one's own, a certificate for this machine that it has signed, and another authority. */
export async function certificatesIn(folder: string): Promise<Certificates> {
  const path = (name: string) => join(folder, name);
  for (const name of ["ca", "other"])
    openssl("req", "-x509", ...KEY, ...to(path(name)), "-days", "2", "-subj", `/CN=${name} of a test`);
  openssl("req", ...KEY, ...to(path("server")), "-subj", "/CN=localhost");
  await Bun.write(path("names"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
  const signed = ["-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-CAcreateserial"];
  const request = ["-in", path("server.pem"), "-out", path("signed.pem")];
  openssl("x509", "-req", ...request, ...signed, "-days", "2", "-extfile", path("names"));
  // Servers refuse a key that others could read.
  const { uid, gid } = statSync(folder);
  chmodSync(path("server.key"), 0o600);
  chownSync(path("server.key"), uid, gid);
  const text = (name: string) => Bun.file(path(name)).text();
  return {
    certificate: path("signed.pem"),
    key: path("server.key"),
    ca: await text("ca.pem"),
    otherCa: await text("other.pem"),
  };
}

const KEY = ["-newkey", "rsa:2048", "-nodes"];
const to = (path: string) => ["-keyout", `${path}.key`, "-out", `${path}.pem`];

function openssl(...words: string[]): void {
  const { exitCode, stderr } = Bun.spawnSync(["openssl", ...words]);
  if (exitCode !== 0) throw new Error(`openssl ${words[0]}: ${stderr}`);
}
