import { isFor } from "../config/named-connection";
import { InputError } from "../errors";
import type { Connection, ConnectionKind, ConnectionOf } from "./connection-kinds";

/** A connection as its tenants see it: without secrets. */
export interface ShownConnection {
  readonly name: string;
  readonly kind: ConnectionKind;
  /** The host, bucket or account. */
  readonly where: string;
}

/** The connections that the operator has named, and whose they are. */
export class Connections {
  constructor(private readonly all: ReadonlyMap<string, Connection>) {}

  /** Those that a tenant may use, by name. */
  of(tenant: string): ShownConnection[] {
    return [...this.all]
      .filter(([, connection]) => isFor(connection, tenant))
      .map(([name, connection]) => ({ name, kind: connection.kind, where: whereOf(connection) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Throws an InputError if the tenant has no connection of this name and kind. */
  require<Kind extends ConnectionKind>(tenant: string, name: string, kind: Kind): ConnectionOf<Kind> {
    const connection = this.all.get(name);
    if (!connection || connection.kind !== kind || !isFor(connection, tenant)) {
      const known = this.of(tenant).filter((each) => each.kind === kind);
      const others =
        known.length > 0
          ? `Choose from ${known.map((each) => each.name).join(", ")}.`
          : "Ask the operator of this server to name one in DESTINATIONS_FILE.";
      throw new InputError(`There is no connection ${name} of the kind ${kind}. ${others}`);
    }
    return connection as ConnectionOf<Kind>;
  }
}

function whereOf(connection: Connection): string {
  switch (connection.kind) {
    case "sftp":
      return connection.host;
    case "s3":
      return connection.bucket;
    case "sheets":
      return (JSON.parse(connection.service_account) as { client_email: string }).client_email;
    case "webhook":
      return new URL(connection.url).host;
  }
}
