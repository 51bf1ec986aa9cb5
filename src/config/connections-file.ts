import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { TObject } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { parse } from "yaml";
import { UserError } from "../errors";
import type { NamedConnection } from "./named-connection";

/** A file in which the operator names connections and whose they are. */
export interface ConnectionsFile {
  /** The setting that leads to it, for messages. */
  readonly setting: string;
  readonly path: string;
  readonly kinds: Readonly<Record<string, TObject>>;
  /** Fields that may be given as they are, as `{name}_file` or as `{name}_env`. */
  readonly secrets: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads the file, YAML or JSON: `connections`, a name to each. Files that it names are relative to its folder. `check`
 * gets how to name a connection in messages. Throws a UserError that names the connection and the field, and shows no
 * secret.
 */
export function readConnectionsFile<C extends NamedConnection>(
  about: ConnectionsFile,
  check: (told: string, connection: C) => void,
): Map<string, C> {
  const { setting, path } = about;
  const all = new Map<string, C>();
  for (const [name, given] of Object.entries(parsed(about, read(path, path, setting)))) {
    const told = `${setting}: the connection ${name}`;
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name))
      throw new UserError(`${told} has no valid name; use letters, digits, _ and -.`);
    const connection = connectionOf(told, given, about) as C;
    check(told, connection);
    all.set(name, connection);
  }
  return all;
}

function read(path: string, name: string, told: string): string {
  try {
    return readFileSync(resolve(dirname(path), name), "utf8").trim();
  } catch (error) {
    throw new UserError(`${told} ${name} cannot be read: ${(error as Error).message}.`);
  }
}

function parsed({ setting, path }: ConnectionsFile, text: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw new UserError(`${setting} ${path} is no YAML: ${(error as Error).message.split("\n")[0]}`);
  }
  const { connections } = (document ?? {}) as { connections?: unknown };
  if (typeof connections !== "object" || connections === null || Array.isArray(connections))
    throw new UserError(`${setting} ${path} has no \`connections\`; name each of them there.`);
  return connections as Record<string, unknown>;
}

function connectionOf(
  told: string,
  given: unknown,
  { path, kinds, secrets, environment }: ConnectionsFile,
): unknown {
  const { kind, ...fields } = (given ?? {}) as Record<string, unknown>;
  if (typeof kind !== "string" || !Object.hasOwn(kinds, kind))
    throw new UserError(`${told} has no \`kind\`; it is one of ${Object.keys(kinds).join(", ")}.`);
  for (const name of secrets) {
    const { [`${name}_file`]: file, [`${name}_env`]: variable } = fields;
    if (typeof file === "string") fields[name] = read(path, file, `${told}: ${name}_file`);
    if (typeof variable === "string") {
      const value = environment[variable];
      if (!value) throw new UserError(`${told}: the variable ${variable} of ${name}_env is not set.`);
      fields[name] = value;
    }
    delete fields[`${name}_file`];
    delete fields[`${name}_env`];
  }
  const [wrong] = Value.Errors(kinds[kind]!, fields);
  // The value may be a secret.
  if (wrong)
    throw new UserError(`${told}: ${wrong.path.slice(1) || "it"} is not as expected. ${wrong.message}.`);
  return { kind, ...fields };
}
