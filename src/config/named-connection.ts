/** A connection to an outside service that the operator has named in a file, as every kind has it. */
export interface NamedConnection {
  readonly kind: string;
  /** Whose it is; `*` is everybody's. */
  readonly tenants: "*" | readonly string[];
}

/** Whether a tenant may use a connection. */
export function isFor({ tenants }: NamedConnection, tenant: string): boolean {
  return tenants === "*" || tenants.includes(tenant);
}
