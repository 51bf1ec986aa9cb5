import { readConnectionsFile } from "../config/connections-file";
import { UserError } from "../errors";
import { type Connection, KINDS } from "./connection-kinds";
import { Connections } from "./connections";

/** Each may be given as it is, as `{name}_file` or as `{name}_env`. */
const SECRETS = ["password", "key", "passphrase", "key_id", "app_key", "service_account", "secret"];

/** Reads the operator's file. Throws a UserError that names the connection and the field, and shows no secret. */
export function readConnections(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Connections {
  const file = { setting: "DESTINATIONS_FILE", path, kinds: KINDS, secrets: SECRETS, environment };
  return new Connections(readConnectionsFile<Connection>(file, checkConnection));
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
