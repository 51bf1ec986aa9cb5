import { t } from "elysia";
import type { VNode } from "preact";
import { ordersOfModel } from "../../../src/answers/orders";
import { productsOfModel } from "../../../src/answers/products";
import { rankedRows } from "../../../src/answers/ranked-rows";
import type { RuleAnswer } from "../../../src/answers/rules/rule-answer";
import type { SegmentChange } from "../../../src/answers/rules/segment-change";
import { requireSavedSegment } from "../../../src/api/asked-customers";
import { Id } from "../../../src/api/resources/schemas";
import type { Route } from "../../../src/api/route";
import { previousModel } from "../../../src/jobs/previous-model";
import type { KnownModel } from "../../../src/store/models";
import type { SavedSegmentRow } from "../../../src/store/saved-segments";
import { ButtonLink, SecondaryLink } from "../../components/button";
import { Card, Notice, Stat } from "../../components/card";
import { CustomerName } from "../../components/customer-name";
import { ForRole } from "../../components/for-role";
import { likelyWords } from "../../components/gain";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import { counted } from "../../counted";
import { formatFor } from "../../format";
import { type ShownModel, showModel } from "../../model-page";
import { defineAction, definePage, redirect } from "../../page";
import { readRule, wordsOfRule } from "../../words/rule-words";
import { customerColumns, customerHref } from "../customers/columns";
import { newDestinationHref } from "../destinations/href";
import { ComparisonCard, comparedWith } from "./comparison";
import { Doubts } from "./rules/figures";
import { matching } from "./rules/matching";
import { changesSince } from "./rules/saved-rule";
import { savedHref, YOURS } from "./saved-href";

const PATH = "/segments/yours/:saved_segment_id";

/** A segment by rules: whom it holds now, who came and who left, and what to do with it. */
export const savedSegmentPages: readonly Route[] = [
  definePage({
    path: PATH,
    nav: "/segments",
    summary: "A segment of yours",
    params: t.Object({ saved_segment_id: Id }),
    query: t.Object({ model: t.Optional(Id), against: t.Optional(t.String({ maxLength: 100 })) }),
    show: (input, context) => {
      const saved = requireSavedSegment(context.store, input.tenant, input.params.saved_segment_id);
      const { model: modelId, against } = input.query;
      return showModel(context, input, modelId, async (shown) => {
        const format = formatFor(input.settings);
        const products = await productsOfModel(context, shown.row.artifactPrefix, shown.model);
        const rule = readRule(saved.rule);
        const matched = rule && (await matching(context, shown, rule));
        const earlier = previousModel(context.store, input.tenant, shown.row);
        const [change] = await changesSince(context, input.tenant, shown, earlier, [rule]);
        const orders = await ordersOfModel(context, shown.row.artifactPrefix, shown.model);
        const answer = matched?.answer ?? null;
        const compared = answer && (await comparedWith(context, input.tenant, shown, saved, against));
        return {
          title: saved.name,
          subtitle: `${sentence(wordsOfRule(saved.rule, products, format))} As of ${format.date(shown.card.as_of)}.`,
          actions: <Actions saved={saved} modelId={modelId} hasCustomers={!!answer?.rows.length} />,
          body: (
            <div class="stack">
              {!answer && (
                <Notice tone="warn">
                  {matched?.unanswered ?? "This release does not understand the rule. Edit it."}
                </Notice>
              )}
              {answer && (
                <>
                  <Doubts answer={answer} />
                  <Figures {...{ answer, shown, saved, modelId }} />
                  {change && earlier && <ChangeCard {...{ change, earlier, shown, saved, modelId }} />}
                  {answer.rows.length > 0 && <Members {...{ answer, shown, saved, orders, modelId }} />}
                  {compared && <ComparisonCard {...{ shown, saved, compared, modelId }} rows={answer.rows} />}
                </>
              )}
              <DefinitionCard saved={saved} modelId={modelId} />
            </div>
          ),
        };
      });
    },
  }),
  defineAction({
    path: `${PATH}/delete`,
    summary: "Delete a segment",
    act: ({ tenant, params, request }, { store }) => {
      const { id } = requireSavedSegment(store, tenant, params.saved_segment_id!);
      store.savedSegments.delete(tenant, id);
      return redirect(request, YOURS);
    },
  }),
];

/** Words as a sentence. */
function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

interface PartProps {
  readonly saved: SavedSegmentRow;
  readonly modelId: string | undefined;
}

function Actions({ saved, modelId, hasCustomers }: PartProps & { readonly hasCustomers: boolean }): VNode {
  const { id } = saved;
  return (
    <>
      {hasCustomers && (
        <ButtonLink href={withQuery("/app/audience", { saved: id, model: modelId })}>
          Plan a campaign
        </ButtonLink>
      )}
      <ForRole needs="admin">
        <SecondaryLink href={newDestinationHref({ saved: id, everyone: "true" })}>
          Send this segment
        </SecondaryLink>
      </ForRole>
      <SecondaryLink href={withQuery(`${savedHref(id)}/edit`, { model: modelId })}>Edit</SecondaryLink>
      <button class="secondary" type="button" popovertarget="deleting">
        Delete
      </button>
      <div
        id="deleting"
        class="card confirm"
        popover="auto"
        role="dialog"
        aria-label={`Delete ${saved.name}?`}
      >
        <h2>Delete {saved.name}?</h2>
        <p>
          Its customers stay, and so do campaigns made from it. Links and programs that ask for it get an
          error from then on.
        </p>
        <form class="row" method="post" action={`${savedHref(id)}/delete`}>
          <button class="danger" type="submit">
            Delete the segment
          </button>
          <button class="secondary" type="button" popovertarget="deleting" popovertargetaction="hide">
            Keep it
          </button>
        </form>
      </div>
    </>
  );
}

interface AnswerProps extends PartProps {
  readonly shown: ShownModel;
  readonly answer: RuleAnswer;
}

function Figures({ answer, shown, saved, modelId }: AnswerProps): VNode {
  const format = useFormat();
  const { card, model } = shown;
  const { rows, revenue, expectedSpend, gain } = answer;
  return (
    <section class="grid quarters" aria-label="Figures">
      <Stat
        label="Customers"
        value={format.count(rows.length)}
        note={`${format.percent(rows.length / model.customers.rows)} of all`}
        href={withQuery("/app/customers", { saved: saved.id, model: modelId })}
      />
      <Stat
        label="Revenue so far"
        value={format.money(revenue)}
        note={`${format.percent(revenue / card.data.revenue)} of all`}
      />
      <Stat
        label={`Expected spend, next ${card.lifetime_value.horizon_days} days`}
        value={format.money(expectedSpend)}
        note={rows.length > 0 ? `${format.money(expectedSpend / rows.length)} a customer` : ""}
      />
      <Stat
        label="Expected gain of contacting"
        value={format.money(gain.expected)}
        note={
          gain.customers === 0
            ? "No contact pays here"
            : `${likelyWords(gain, format)}; pays for ${counted(gain.customers, "customer", format)}`
        }
        {...(gain.customers > 0 && {
          href: withQuery("/app/customers", { saved: saved.id, pays: true, model: modelId }),
        })}
      />
    </section>
  );
}

/** So many who came, and who left, are shown by name. */
const MOST_NAMED = 8;

function ChangeCard({
  change,
  earlier,
  shown,
  saved,
  modelId,
}: PartProps & {
  readonly change: SegmentChange;
  readonly earlier: KnownModel;
  readonly shown: ShownModel;
}): VNode {
  const format = useFormat();
  const { before, after, entries, exits, gone } = change;
  const file = (which: "entries" | "exits") =>
    withQuery(`/saved-segments/${encodeURIComponent(saved.id)}/changes.csv`, { which, model_id: modelId });
  return (
    <Card
      title="Since the previous training"
      note={`${format.count(before)} customers then, as of ${format.date(earlier.asOf)}; ${format.count(after)} now.`}
    >
      {entries.length === 0 && exits.length === 0 && gone === 0 ? (
        <p>Nobody came or left.</p>
      ) : (
        <div class="grid">
          <Named
            title={`${format.count(entries.length)} came`}
            rows={entries}
            file={file("entries")}
            {...{ shown, modelId }}
          />
          <Named
            title={`${format.count(exits.length + gone)} left`}
            rows={exits}
            file={file("exits")}
            {...{ shown, modelId }}
            note={gone > 0 ? `${counted(gone, "customer", format)} of them are no longer in the data.` : null}
          />
        </div>
      )}
    </Card>
  );
}

function Named({
  title,
  rows,
  file,
  shown,
  modelId,
  note = null,
}: {
  readonly title: string;
  readonly rows: Int32Array;
  /** All of them. */
  readonly file: string;
  readonly shown: ShownModel;
  readonly modelId: string | undefined;
  readonly note?: string | null;
}): VNode {
  const format = useFormat();
  const { customers } = shown.model;
  const best = rankedRows(rows, shown.numbers("ltv_estimate"), true, 0, MOST_NAMED);
  return (
    <div>
      <h3>{title}</h3>
      <ul class="sample">
        {Array.from(best, (row) => (
          <li key={row}>
            <CustomerName
              people={customers.people}
              row={row}
              id={String(customers.cell("CustomerID", row))}
              href={customerHref(shown, row, modelId)}
            />
            <span class="number soft">{format.money(customers.cell("monetary", row) as number)}</span>
          </li>
        ))}
      </ul>
      {rows.length > best.length && (
        <p class="soft small">And {format.count(rows.length - best.length)} more, of less expected spend.</p>
      )}
      {rows.length > 0 && (
        <p class="small">
          <a href={file} download>
            Export as CSV
          </a>
        </p>
      )}
      {note && <p class="soft small">{note}</p>}
    </div>
  );
}

const MOST_LISTED = 10;

/** Those of most expected spend, in the shape of every list. */
function Members({
  answer,
  shown,
  saved,
  orders,
  modelId,
}: AnswerProps & { readonly orders: Parameters<typeof customerColumns>[1] }): VNode {
  const format = useFormat();
  const query = { saved: saved.id, model: modelId };
  const exported = { saved: saved.id, model_id: modelId };
  const rows = rankedRows(answer.rows, shown.numbers("ltv_estimate"), true, 0, MOST_LISTED);
  const sorted = { sort: "expected", isFalling: true, parameters: query } as const;
  return (
    <TableCard
      title="Customers"
      note={
        <>
          Those of most expected spend.{" "}
          <a href={withQuery("/app/customers", query)}>
            See {answer.rows.length === 1 ? "the list" : `all ${format.count(answer.rows.length)}`}
          </a>
          {" · "}
          <a href={withQuery("/audience.csv", exported)} download>
            Export as CSV
          </a>
          {" · "}
          <a href={withQuery("/audience.csv", { ...exported, bom: 1 })} download>
            for Excel
          </a>
        </>
      }
      caption="Customers"
      isDense
      rows={Array.from(rows)}
      href={(row) => customerHref(shown, row, modelId)}
      columns={customerColumns(shown, orders, sorted, format)}
    />
  );
}

function DefinitionCard({ saved, modelId }: PartProps): VNode {
  const format = useFormat();
  return (
    <Card
      title="Definition"
      note={`Saved ${format.moment(saved.updatedAt)}. Looked at again after each training.`}
    >
      <pre class="rule-shown">{saved.rule}</pre>
      <p class="small soft">
        Programs ask for it by <code>saved={saved.id}</code>, wherever customers are chosen.{" "}
        <a href={withQuery("/app/cohorts", { saved: saved.id, model: modelId })}>Its cohorts</a>
      </p>
    </Card>
  );
}
