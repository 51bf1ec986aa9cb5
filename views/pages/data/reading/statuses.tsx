import type { VNode } from "preact";
import type { CleaningReport, CurrencyAccount } from "../../../../src/transactions/cleaning-report";
import type { MappingChoice } from "../../../../src/transactions/columns/resolve";
import { meanings } from "../../../../src/transactions/profiles/profile";
import { Badge } from "../../../components/card";
import { Table } from "../../../components/table";
import { type Format, formatFor } from "../../../format";
import { WORD_FIELD } from "../../../forms/mapping-form";
import type { TenantSettings } from "../../../tenant-settings";
import { CURRENCY_WORDS, MEANING_WORDS } from "../../../words/reading-words";

/** What the words of the status and row type columns were taken to mean; those that are not known first, and marked. */
export function StatusTable({
  report,
  format,
  said,
}: {
  readonly report: CleaningReport;
  readonly format: Format;
  /** What the user said that words mean; null where it cannot be said here. */
  readonly said: MappingChoice["words"] | null;
}): VNode | null {
  if (report.statuses.length === 0) return null;
  const rows = report.statuses.toSorted((a, b) => Number(a.known) - Number(b.known) || b.rows - a.rows);
  return (
    <Table
      caption="What the status words mean"
      showsCaption
      rows={rows}
      columns={[
        { title: "Word", cell: ({ value }) => <span class="cell">{value}</span> },
        { title: "Column", cell: ({ column }) => <span class="cell">{column}</span>, isMinor: true },
        {
          title: "Read as",
          cell: ({ value, meaning, known }) =>
            said === null || (known && said?.[value] === undefined) ? (
              <span class="meaning">
                {MEANING_WORDS[meaning]}
                {!known && <Badge tone="warn">Unknown word</Badge>}
              </span>
            ) : (
              <label class="meaning">
                <span class="visually-hidden">What {value} means</span>
                <select name={`${WORD_FIELD}${value}`}>
                  {meanings.map((one) => (
                    <option key={one} value={one} selected={one === meaning}>
                      {MEANING_WORDS[one]}
                    </option>
                  ))}
                </select>
                {!known && <Badge tone="warn">Unknown: please choose</Badge>}
              </label>
            ),
        },
        { title: "Rows", kind: "number", cell: (status) => format.count(status.rows) },
        { title: "Orders", kind: "number", cell: ({ orders }) => format.count(orders) },
        { title: "Revenue", kind: "number", cell: ({ revenue }) => format.money(revenue) },
      ]}
    />
  );
}

/** What the file is worth in each currency; they are never added together. */
export function CurrencyTable({
  report,
  settings,
}: {
  readonly report: CleaningReport;
  readonly settings: Pick<TenantSettings, "locale" | "currency">;
}): VNode | null {
  if (report.currencies.length < 2) return null;
  const format = formatFor(settings);
  const money = ({ currency, revenue }: CurrencyAccount) =>
    /^[A-Z]{3}$/.test(currency)
      ? formatFor({ ...settings, currency }).money(revenue)
      : `${currency} ${formatFor({ ...settings, currency: null }).money(revenue)}`;
  return (
    <Table
      caption="Each currency separately"
      rows={report.currencies}
      columns={[
        { title: "Currency", cell: "currency" },
        {
          title: "Treatment",
          cell: ({ use }) => (
            <span class="meaning">
              {use === "set_aside" ? <Badge tone="warn">{CURRENCY_WORDS[use]}</Badge> : CURRENCY_WORDS[use]}
            </span>
          ),
        },
        { title: "Rows", kind: "number", cell: ({ rows }) => format.count(rows) },
        { title: "Orders", kind: "number", cell: ({ orders }) => format.count(orders) },
        { title: "Revenue", kind: "number", cell: money },
      ]}
    />
  );
}
