import type { Integration } from "../src/integration";

/** Whether the server can send mails, as far as it knows. */
export function canMail(integrations: readonly Integration[]): boolean {
  const state = integrations.find(({ name }) => name === "mail")?.status().state;
  return state === "well" || state === "failing";
}
