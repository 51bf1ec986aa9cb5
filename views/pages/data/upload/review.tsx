import type { VNode } from "preact";
import type { DatasetFile, DatasetRow } from "../../../../src/store/datasets";
import { type Role, roles } from "../../../../src/transactions/columns/roles";
import { Card, Notice } from "../../../components/card";
import { Table } from "../../../components/table";
import type { Format } from "../../../format";
import { DATE_ORDERS, type DateOrder, dateReadings } from "../../../forms/date-readings";
import { type ChosenMapping, FIELD_WORDS, MAIN_FIELDS, NO_COLUMN } from "../../../forms/mapping-form";
import { allFiles, type Seen } from "../dataset-view";
import { Blocked, type ToldFirst } from "../reading/doubts";
import { Confidence } from "../reading/roles";

const ORDER_WORDS: Readonly<Record<DateOrder, string>> = {
  mdy: "Month first",
  dmy: "Day first",
  ymd: "Year first",
};
const SHOWN_ROWS = 6;
const SHOWN_COLUMNS = 12;

/** What was chosen so far. */
export interface Choices {
  readonly mapping: ChosenMapping;
  readonly dateOrder: DateOrder | null;
  readonly effort: "quick" | "full";
  readonly name: string;
}

interface ReviewProps {
  readonly dataset: DatasetRow;
  readonly file: DatasetFile;
  readonly seen: Seen;
  readonly choices: Choices;
  readonly told: ToldFirst;
  readonly format: Format;
  /** What a check found, where the page was asked for with one. */
  readonly check: VNode | null;
  readonly showsErrors: boolean;
}

/**
 * The second step: what the columns mean, what would be left out, how to train. One form: it checks by GET and trains
 * by POST.
 */
export function Review({
  dataset,
  file,
  seen,
  choices,
  told,
  format,
  check,
  showsErrors,
}: ReviewProps): VNode {
  const path = `/app/upload/${encodeURIComponent(dataset.id)}`;
  const count = dataset.files.length;
  const isQuery = dataset.query !== null;
  // What lines are worth is always asked about, also where a total of the line says it.
  const isMain = (field: Role) =>
    MAIN_FIELDS.includes(field) || (field === "line_total" && Boolean(choices.mapping.choice.line_total));
  const otherFields = roles.filter((field) => !isMain(field));
  return (
    <div class="stack">
      <form class="stack" method="post" action={`${path}/train`} id="review">
        <input type="hidden" name="file" value={file.id} />
        <Card title="Columns" note="Worked out from the names and the values. Correct what is wrong.">
          <ColumnFields {...{ isQuery, seen, choices, showsErrors }} fields={roles.filter(isMain)} />
          <details class="more" open={otherFields.some((field) => choices.mapping.errors[field])}>
            <summary>More columns: status, discounts, refunds, currency, e-mail …</summary>
            <ColumnFields {...{ isQuery, seen, choices, showsErrors }} fields={otherFields} />
          </details>
        </Card>
        {/* The types of a warehouse say which part of a date is the day; a text that does not is refused. */}
        {!isQuery && <DateOrderField seen={seen} choices={choices} format={format} />}
        <Card
          title="Rows"
          note={
            isQuery
              ? "What a training would use of the rows that the warehouse has now, what it would leave out, and why."
              : count === 1
                ? "What a training would use of the file, what it would leave out, and why."
                : `What a training would use of ${allFiles(count)} together. Order lines in several files count once, as in the file added last.`
          }
        >
          <div
            id="check"
            class="fades"
            aria-live="polite"
            {...(!check && {
              "hx-get": `${path}/check`,
              "hx-trigger": "load, change from:#review delay:300ms",
              "hx-include": "#review",
              "hx-sync": "this:replace",
            })}
          >
            {check ?? <p class="soft">The rows are being read. This takes a moment if there are many.</p>}
          </div>
          <noscript>
            <button class="secondary" type="submit" formmethod="get" formaction={path} name="check" value="1">
              Check the rows
            </button>
          </noscript>
        </Card>
        <Card title="Train">
          <div class="fields">
            <label>
              Name of the model
              <input name="name" maxLength={200} value={choices.name} autocomplete="off" />
              <span class="hint">
                If left empty, the {isQuery ? "data set" : "file"}'s name and its last day.
              </span>
            </label>
            <label>
              Effort
              <select name="effort">
                <option value="full" selected={choices.effort === "full"}>
                  Full: up to four tests
                </option>
                <option value="quick" selected={choices.effort === "quick"}>
                  Quick: one test, less to learn from
                </option>
              </select>
              <span class="hint">More tests tell more about how far to trust the forecasts.</span>
            </label>
          </div>
          <Blocked told={told} />
          <div class="row">
            <button type="submit">{count === 1 ? "Train the model" : `Train on ${allFiles(count)}`}</button>
            <button class="secondary" type="submit" formaction={`${path}/keep`}>
              Save without training
            </button>
          </div>
        </Card>
      </form>
      <Preview seen={seen} isQuery={isQuery} />
    </div>
  );
}

function ColumnFields({
  isQuery,
  seen,
  choices,
  showsErrors,
  fields,
}: Pick<ReviewProps, "seen" | "choices" | "showsErrors"> & {
  readonly isQuery: boolean;
  readonly fields: readonly Role[];
}): VNode {
  const { choice, errors } = choices.mapping;
  const proposed: Readonly<Record<string, string>> = seen.proposed_mapping;
  const confidence: Readonly<Record<string, number>> = seen.mapping_confidence;
  const samples = seen.columns.map((_, i) => seen.preview.find((row) => row[i])?.[i]?.slice(0, 24));
  return (
    <div class="fields mapping">
      {fields.map((field) => {
        const { label, hint } = FIELD_WORDS[field];
        const chosen = choice[field] ?? NO_COLUMN;
        const error = showsErrors || chosen !== NO_COLUMN ? errors[field] : undefined;
        return (
          <label key={field}>
            <span class="row spread">
              {label}
              {proposed[field] === chosen && chosen !== NO_COLUMN && (
                <Confidence value={confidence[field] ?? 0} />
              )}
            </span>
            <select
              name={field}
              {...(error && { "aria-invalid": "true" as const, "aria-describedby": `${field}-error` })}
            >
              <option value={NO_COLUMN}>{isQuery ? "No such column" : "Not in the file"}</option>
              {seen.columns.map((column, i) => (
                <option key={column} value={column} selected={column === chosen}>
                  {samples[i] ? `${column} (${samples[i]})` : column}
                </option>
              ))}
            </select>
            {error ? (
              <span class="error" id={`${field}-error`}>
                {error}
              </span>
            ) : (
              <span class="hint">{because(seen, field, chosen) ?? hint}</span>
            )}
          </label>
        );
      })}
    </div>
  );
}

/** Why the chosen column is believed to be the one, where the reading of the file has said. */
function because({ roles }: Seen, field: Role, chosen: string): string | null {
  const found = roles[field];
  return found && found.column === chosen ? `Why: ${found.evidence}.` : null;
}

function DateOrderField({
  seen,
  choices,
  format,
}: Pick<ReviewProps, "seen" | "choices" | "format">): VNode | null {
  const column = seen.columns.indexOf(choices.mapping.choice.order_datetime ?? "");
  const readings = column < 0 ? null : dateReadings(seen.preview.map((row) => row[column] ?? ""));
  if (!readings) return null;
  const { value, days } = readings;
  return (
    <Card
      title="Dates"
      note={`The file writes dates like ${value}. Usually the rows settle which part is the day. Where they do not, choose here.`}
    >
      <fieldset id="date-order">
        <legend>Order of day and month</legend>
        <label class="check">
          <input type="radio" name="date_order" value="" checked={choices.dateOrder === null} />
          Work it out from all rows
        </label>
        {DATE_ORDERS.filter((order) => days[order] !== null).map((order) => (
          <label class="check" key={order}>
            <input type="radio" name="date_order" value={order} checked={choices.dateOrder === order} />
            <span>
              {ORDER_WORDS[order]}:{" "}
              <span class="soft">
                {value} is {format.date(days[order])}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
    </Card>
  );
}

/** The first rows as the file has them, or as the warehouse answers. */
export function Preview({ seen, isQuery }: { readonly seen: Seen; readonly isQuery: boolean }): VNode {
  const columns = seen.columns.slice(0, SHOWN_COLUMNS);
  const hidden = seen.columns.length - columns.length;
  return (
    <Card
      title="First rows"
      note={`${isQuery ? "As the warehouse answers" : "As in the file"}.${hidden > 0 ? ` ${hidden} more columns are not shown.` : ""}`}
    >
      {seen.notes.length > 0 && (
        <Notice>
          {seen.notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </Notice>
      )}
      {seen.preview.length === 0 ? (
        <p class="soft">No rows to show.</p>
      ) : (
        <Table
          caption={`First rows of the ${isQuery ? "query" : "file"}`}
          rows={seen.preview.slice(0, SHOWN_ROWS)}
          columns={columns.map((title, i) => ({
            title,
            cell: (row: readonly string[]) => <span class="cell">{(row[i] ?? "").slice(0, 80)}</span>,
          }))}
        />
      )}
    </Card>
  );
}
