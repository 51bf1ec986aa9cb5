import type { ApiContext } from "../api/context";
import type { Integration } from "../integration";

/** The outside parts that the server was told of, and those that are off, in the order in which the settings page shows them. */
export function openIntegrations(_context: Omit<ApiContext, "integrations">): Integration[] {
  return [];
}
