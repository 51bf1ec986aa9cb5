import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The file of the authority's certificate. */
export const CA_PATH = join(import.meta.dir, "ca.pem");
/**
 * An authority that only tests believe, and a server's certificate by it for hooks.example.test, mail.example.test and
 * localhost.
 */
export const CA = readFileSync(CA_PATH, "utf8");
export const CERTIFICATE = readFileSync(join(import.meta.dir, "server.pem"), "utf8");
export const PRIVATE_KEY = readFileSync(join(import.meta.dir, "server-key.pem"), "utf8");
