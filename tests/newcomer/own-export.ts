import { Random } from "../../src/learning/random";

const HEADER =
  "Bestellnummer;Bestelldatum;Kundennummer;Artikelnummer;Artikelbezeichnung;Menge;Einzelpreis;Land;Status";
const GOODS = ["Tasse, blau", "Teller", "Schüssel", "Kerze 'Lavendel'", "Kissen", "Decke", "Vase"] as const;
const PRICES = [6.9, 12.5, 18.95, 8.4, 24, 49.9, 31.75] as const;
const DAYS = 548;
const DAY_MS = 86_400_000;

/**
 * An export as a small German shop has it: semicolons, decimal commas, the day before the month, returns as negative
 * quantities, cancelled orders, lines without a customer, blank lines. 300 customers in 18 months, some of whom stop.
 */
export function ownExport(): { readonly text: string; readonly customers: ReadonlySet<string> } {
  const random = new Random(12);
  const customers = new Set<string>();
  const lines: { readonly day: number; readonly text: string }[] = [];
  let order = 20_000;
  for (let i = 0; i < 300; i++) {
    const customer = `K-${1001 + i}`;
    const gap = 12 + random.gamma(2, 20);
    const leaves = random.uniform() * DAYS * 2;
    const country = random.uniform() < 0.15 ? "Österreich" : "Deutschland";
    for (
      let day = random.uniform() * DAYS * 0.8;
      day < Math.min(DAYS, leaves);
      day += 1 + random.exponential(gap)
    ) {
      order++;
      const isCancelled = random.uniform() < 0.04;
      if (!isCancelled) customers.add(customer);
      const goods = 1 + Math.floor(random.uniform() * 3);
      for (let line = 0; line < goods; line++) {
        const what = Math.floor(random.uniform() * GOODS.length);
        const count = 1 + Math.floor(random.uniform() * 4);
        const price = PRICES[what]!.toFixed(2).replace(".", ",");
        const row = (at: number, quantity: number, status: string) => ({
          day: at,
          text: `${order};${germanDate(at)};${customer};A-${what + 1};${GOODS[what]};${quantity};${price};${country};${status}`,
        });
        lines.push(row(day, count, isCancelled ? "Storniert" : "Abgeschlossen"));
        if (!isCancelled && random.uniform() < 0.05)
          lines.push(row(Math.min(DAYS, day + 6), -count, "Abgeschlossen"));
      }
    }
  }
  for (const day of [100.5, 300.5]) {
    lines.push({
      day,
      text: `${++order};${germanDate(day)};;A-1;${GOODS[0]};1;6,90;Deutschland;Abgeschlossen`,
    });
  }
  lines.sort((a, b) => a.day - b.day);
  return { text: `\uFEFF${[HEADER, ...lines.map(({ text }) => text), "", ""].join("\r\n")}`, customers };
}

/** `12.05.2024 14:30`, so many days after the start of 2024. */
function germanDate(day: number): string {
  const [date, time] = new Date(Date.UTC(2024, 0, 1) + day * DAY_MS).toISOString().split("T") as [
    string,
    string,
  ];
  return `${date.split("-").reverse().join(".")} ${time.slice(0, 5)}`;
}
