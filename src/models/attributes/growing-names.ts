/**
 * Words in the names of columns that shops keep up to date, so that they hold what happened after any day of the past.
 */
const GROWING = new Set(
  `last latest recent recency recently lately total totals lifetime ltv clv orders order spend spent revenue sales purchases
  purchase visits visit sessions session opens opened clicks clicked logins login active activity inactive status state
  stage churn churned cancelled canceled cancel unsubscribed unsubscribe updated modified changed balance points score
  segment tier level engagement days refunds returns
  letzte letzter letztes zuletzt gesamt umsatz bestellungen kaufe besuche aktiv inaktiv gekundigt abgemeldet punkte
  dernier derniere commandes achats visites actif inactif desabonne ultimo ultima pedidos compras visitas activo
  inactivo ordini acquisti attivo inattivo`.split(/\s+/),
);

/** Whether a column's name says that it is kept up to date as customers order. */
export function growsWithOrders(name: string): boolean {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return words.some((word) => GROWING.has(word));
}
