import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Value } from "@sinclair/typebox/value";
import { parse } from "yaml";
import { UserError } from "../errors";
import { type Connection, type ConnectionKind, KINDS } from "./connection-kinds";
import { Connections } from "./connections";

/** Each may be given as it is, as `{name}_file` or as `{name}_env`. */
const SECRETS = ["password", "key", "passphrase", "key_id", "app_key", "service_account", "secret"];

/**
 * Reads the operator's file, YAML or JSON: `connections`, a name to each. Files that it names are relative to its folder.
 * Throws a UserError that names the connection and the field, and shows no secret.
 */
export function readConnections(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Connections {
  const read = (name: string, told: string) => {
    try {
      return readFileSync(resolve(dirname(path), name), "utf8").trim();
    } catch (error) {
      throw new UserError(`${told} ${name} cannot be read: ${(error as Error).message}.`);
    }
  };
  const file = parsed(path, read(resolve(path), "DESTINATIONS_FILE"));
  const all = new Map<string, Connection>();
  for (const [name, given] of Object.entries(file)) {
    const told = `DESTINATIONS_FILE: the connection ${name}`;
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name))
      throw new UserError(`${told} has no valid name; use letters, digits, _ and -.`);
    all.set(name, connectionOf(told, given, environment, read));
  }
  return new Connections(all);
}

function parsed(path: string, text: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw new UserError(`DESTINATIONS_FILE ${path} is no YAML: ${(error as Error).message.split("\n")[0]}`);
  }
  const { connections } = (document ?? {}) as { connections?: unknown };
  if (typeof connections !== "object" || connections === null || Array.isArray(connections))
    throw new UserError(`DESTINATIONS_FILE ${path} has no \`connections\`; name each of them there.`);
  return connections as Record<string, unknown>;
}

function connectionOf(
  told: string,
  given: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  read: (name: string, told: string) => string,
): Connection {
  const { kind, ...fields } = (given ?? {}) as Record<string, unknown>;
  if (typeof kind !== "string" || !Object.hasOwn(KINDS, kind))
    throw new UserError(`${told} has no \`kind\`; it is one of ${Object.keys(KINDS).join(", ")}.`);
  for (const name of SECRETS) {
    const { [`${name}_file`]: file, [`${name}_env`]: variable } = fields;
    if (typeof file === "string") fields[name] = read(file, `${told}: ${name}_file`);
    if (typeof variable === "string") {
      const value = environment[variable];
      if (!value) throw new UserError(`${told}: the variable ${variable} of ${name}_env is not set.`);
      fields[name] = value;
    }
    delete fields[`${name}_file`];
    delete fields[`${name}_env`];
  }
  const schema = KINDS[kind as ConnectionKind];
  const [wrong] = Value.Errors(schema, fields);
  // The value may be a secret.
  if (wrong)
    throw new UserError(`${told}: ${wrong.path.slice(1) || "it"} is not as expected. ${wrong.message}.`);
  const connection = { kind, ...fields } as Connection;
  checkConnection(told, connection);
  return connection;
}

function checkConnection(told: string, connection: Connection): void {
  if (connection.kind === "sftp" && (connection.password === undefined) === (connection.key === undefined))
    throw new UserError(`${told} needs either a password or a key (key_file).`);
  if (connection.kind !== "sheets") return;
  try {
    const { client_email, private_key } = JSON.parse(connection.service_account);
    if (typeof client_email === "string" && typeof private_key === "string") return;
  } catch {
    // Reported below.
  }
  throw new UserError(`${told}: service_account_file is no key of a Google service account in JSON.`);
}
