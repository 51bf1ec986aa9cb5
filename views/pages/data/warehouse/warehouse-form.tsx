import type { VNode } from "preact";
import type { ShownWarehouse } from "../../../../src/api/resources/warehouses";
import { Card, Empty, Notice } from "../../../components/card";
import { Field } from "../../../components/field";

/** The field for the user's own SQL, among the ready-made queries. */
const OWN = "";

/** What was written into the form so far. */
export interface WarehouseChoices {
  readonly connection: string;
  readonly readyMade: string;
  readonly query: string;
  readonly name: string;
}

/** Chooses a warehouse and a query, and has its first rows read. */
export function WarehouseForm({
  warehouses,
  choices,
  error,
}: {
  readonly warehouses: readonly ShownWarehouse[];
  readonly choices: WarehouseChoices;
  readonly error?: string;
}): VNode {
  const ready = new Map(warehouses.flatMap(({ ready_made }) => ready_made.map(({ id, name }) => [id, name])));
  return (
    <form class="card" method="post" action="/app/warehouse" id="warehouse">
      {error && <Notice tone="bad">{error}</Notice>}
      <div class="fields">
        <Field
          name="connection"
          label="Warehouse"
          value={choices.connection}
          options={warehouses.map(({ name, kind }) => [name, `${name} (${kind})`])}
          hint="Whoever runs this server names them."
        />
        {ready.size > 0 && (
          <Field
            name="ready_made"
            label="Query"
            value={choices.readyMade}
            any="Your own, below"
            options={[...ready]}
            hint="Ready-made queries know the tables of a shop system."
          />
        )}
        <Field
          name="name"
          label="Name of the data set"
          value={choices.name}
          maxLength={200}
          autocomplete="off"
          hint="Left empty: named after the query."
        />
      </div>
      <label>
        Your own query
        <textarea
          name="query"
          rows={10}
          spellcheck={false}
          placeholder={"SELECT customer_id, order_id, ordered_at, product, quantity, price\nFROM order_lines"}
        >
          {choices.readyMade === OWN ? choices.query : ""}
        </textarea>
        <span class="hint">
          One SELECT with a row for each line of an order. It only reads, and is run again whenever you train.
        </span>
      </label>
      <div class="row spread">
        <p class="small soft">The first rows and the account of all rows take up to a minute.</p>
        <button type="submit">Read and review</button>
      </div>
    </form>
  );
}

/** What a query must select. */
export function QueryNeeds(): VNode {
  return (
    <Card title="What the query needs">
      <ul>
        <li>A customer: a number, a code or an e-mail address.</li>
        <li>The date of the order, as a date or timestamp.</li>
        <li>Quantity and unit price, or the total of the line.</li>
        <li>Better still: an order number, a product, a status and a country.</li>
      </ul>
      <p class="soft small">
        Columns may have any name and order. The rows stay in the warehouse: it judges them and adds them up,
        and only what each customer bought comes here.
      </p>
    </Card>
  );
}

/** Where the operator has named no warehouse. */
export function NoWarehouse(): VNode {
  return (
    <Empty icon="table" title="No warehouse is connected">
      <p>
        A data set may be a query of a database or a warehouse: DuckDB, PostgreSQL, MySQL, ClickHouse or
        Trino. Whoever runs this server names it in the file of <code>WAREHOUSES_FILE</code>, with its
        password; the guide <code>docs/warehouse.md</code> says how.
      </p>
      <a class="button" href="/app/upload">
        Upload a file instead
      </a>
    </Empty>
  );
}
