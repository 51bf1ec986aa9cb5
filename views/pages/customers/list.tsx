import type { VNode } from "preact";
import {
  asksForGain,
  asksForTime,
  selectCustomers,
  sumSelection,
} from "../../../src/answers/customer-selection";
import type { History } from "../../../src/answers/history";
import { rankedPage } from "../../../src/answers/ranked-rows";
import type { Gain } from "../../../src/models/contact/gain";
import type { SavedSegmentRow } from "../../../src/store/saved-segments";
import { SecondaryLink } from "../../components/button";
import { Empty, Notice, Stat } from "../../components/card";
import { FilterNote } from "../../components/filter-note";
import { ForRole, UploadLink } from "../../components/for-role";
import { likelyWords } from "../../components/gain";
import { Pages, withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import { counted } from "../../counted";
import { FILTER_FIELDS } from "../../forms/customer-filter";
import type { ShownModel } from "../../model-page";
import type { Narrowed } from "../../narrowed";
import { customerColumns, customerHref, sortKey } from "./columns";
import { FilterForm } from "./filter-form";
import type { CustomersQuestion } from "./query";

const PATH = "/app/customers";
const PER_PAGE = 50;

interface ListProps {
  readonly shown: ShownModel;
  readonly history: History;
  readonly question: CustomersQuestion;
  readonly narrowed: Narrowed;
  /** The segments that people made. */
  readonly segments: readonly SavedSegmentRow[];
}

/** The filters, and the customers that match. */
export function CustomerList(props: ListProps): VNode {
  return (
    <div class="stack">
      <FilterForm shown={props.shown} question={props.question} segments={props.segments} />
      <Results {...props} />
    </div>
  );
}

function Results({ shown, history, question, narrowed }: ListProps): VNode {
  const format = useFormat();
  const { model, card, advice } = shown;
  const { filter, ignored, parameters } = question;
  const rows = selectCustomers(model.customers, filter, history, advice);
  const sums = sumSelection(model.customers, rows);
  const last = Math.max(1, Math.ceil(rows.length / PER_PAGE));
  const page = Math.min(question.page, last);
  const [key, falling] = sortKey(shown, question);
  const ranked = rankedPage(model.customers, rows, key, falling, (page - 1) * PER_PAGE, page * PER_PAGE);
  const { orders } = history;
  const lacksOrders = orders === null && asksForTime(filter);
  return (
    <section id="results" class="stack fades" aria-label="Customers found" aria-live="polite">
      {ignored.length > 0 && (
        <Notice tone="warn">Ignored, as it could not be understood: {ignored.join(", ")}.</Notice>
      )}
      {lacksOrders && (
        <Notice tone="warn">
          This model was trained before models kept their orders, so it cannot filter by time.{" "}
          <UploadLink>Train again</UploadLink> to change that.
        </Notice>
      )}
      <Sums
        sums={sums}
        gain={asksForGain(filter) ? advice.sum(rows) : null}
        of={model.customers.rows}
        card={card}
      />
      {rows.length === 0 ? (
        <Empty icon="search" title="No customers match">
          <p>Widen a range or remove a filter.</p>
          {filter.q?.includes("@") && (
            <ForRole needs="admin">
              <p class="small">
                Someone asks you to delete their data?{" "}
                <a href={`/app/customers/${encodeURIComponent(filter.q)}/erase`}>Erase {filter.q}</a>
              </p>
            </ForRole>
          )}
          <SecondaryLink href={withQuery(PATH, { model: parameters.model })}>
            Show all customers
          </SecondaryLink>
        </Empty>
      ) : (
        <TableCard
          title={counted(rows.length, "customer", format)}
          note={
            <>
              {filter.move && "One of this week's moves, the customers who should bring most first. "}
              <FilterNote filter={filter} narrowed={narrowed} />
              <ExportLink parameters={parameters} />
            </>
          }
          caption="Customers"
          isDense
          rows={Array.from(ranked)}
          href={(row) => customerHref(shown, row, parameters.model)}
          columns={customerColumns(shown, orders, question, format)}
        >
          <Pages
            page={page}
            perPage={PER_PAGE}
            total={rows.length}
            href={(to) => withQuery(PATH, parameters, { page: to === 1 ? null : to })}
          />
        </TableCard>
      )}
    </section>
  );
}

/** Totals over the customers found. */
function Sums({
  sums,
  gain,
  of,
  card,
}: Pick<ShownModel, "card"> & {
  readonly sums: ReturnType<typeof sumSelection>;
  /** Where the list is about what a contact brings. */
  readonly gain: Gain | null;
  readonly of: number;
}): VNode {
  const format = useFormat();
  return (
    <div class="grid figures">
      <Stat label="Customers" value={format.count(sums.customers)} note={`of ${format.count(of)}`} />
      <Stat
        label="Spend so far"
        value={format.shortMoney(sums.spend)}
        note={`${format.count(sums.orders)} orders`}
      />
      <Stat
        label="Expected spend"
        value={format.shortMoney(sums.expectedSpend)}
        note={`in the next ${format.count(card.lifetime_value.horizon_days)} days`}
      />
      {gain ? (
        <Stat
          label="Expected gain"
          value={format.money(gain.expected)}
          note={`${likelyWords(gain, format)}; costs ${format.money(gain.cost)}`}
        />
      ) : (
        <Stat
          label="Expected to leave"
          value={format.count(sums.expectedLeavers)}
          note={`no order in ${format.count(card.churn.horizon_days)} days`}
        />
      )}
    </div>
  );
}

function ExportLink({ parameters }: { readonly parameters: CustomersQuestion["parameters"] }): VNode {
  const query = Object.fromEntries(FILTER_FIELDS.map((name) => [name, parameters[name]]));
  const audience = withQuery("/app/audience", query, { model: parameters.model ?? null });
  return (
    <>
      <a href={withQuery("/audience.csv", query, { model_id: parameters.model ?? null })} download>
        Export as CSV
      </a>
      {" · "}
      <a href={withQuery("/audience.csv", query, { model_id: parameters.model ?? null, bom: 1 })} download>
        for Excel
      </a>
      {parameters.q === undefined && (
        <>
          {" · "}
          <a href={audience}>Plan a campaign</a>
        </>
      )}
    </>
  );
}
