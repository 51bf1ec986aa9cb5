import { t } from "elysia";
import { selectCustomers } from "../../../src/answers/customer-selection";
import type { History } from "../../../src/answers/history";
import { ordersOfModel } from "../../../src/answers/orders";
import type { People } from "../../../src/answers/people";
import { productsOfModel } from "../../../src/answers/products";
import { askedCustomers } from "../../../src/api/asked-customers";
import { NotFoundError } from "../../../src/api/errors";
import { predictionsWritten } from "../../../src/api/resources/predict/prediction-log";
import { CustomerInPath, Id } from "../../../src/api/resources/schemas";
import type { Route } from "../../../src/api/route";
import { includesRole } from "../../../src/auth/principal";
import { askForErasure } from "../../../src/jobs/erasure/ask-for-erasure";
import { SecondaryLink } from "../../components/button";
import { Notice } from "../../components/card";
import { mailHref } from "../../components/customer-name";
import { Field } from "../../components/field";
import { Icon } from "../../components/icon";
import { withQuery } from "../../components/pages";
import { formatFor } from "../../format";
import { type ShownModel, showModel } from "../../model-page";
import { narrowedBy } from "../../narrowed";
import { defineAction, definePage, pageResponse, redirect } from "../../page";
import { customerHref } from "./columns";
import { CustomerDetail } from "./detail";
import { CustomerList } from "./list";
import { CustomersQuery, type CustomersQuestion, readCustomersQuery } from "./query";

const NO_CUSTOMER =
  "There is no such customer. The model knows only customers with an order in the file it was trained on.";

/** All customers, and one of them. */
export const customersPages: readonly Route[] = [
  definePage({
    path: "/customers",
    summary: "Customers",
    query: CustomersQuery,
    show: (input, context) =>
      showModel(context, input, input.query.model, async (shown) => {
        const format = formatFor(input.settings);
        const read = readCustomersQuery(input.query);
        const { filter, history } = await askedCustomers(
          context,
          input.tenant,
          shown.row,
          shown.model,
          read.filter,
          { orders: true },
        );
        const question = { ...read, filter };
        const single = input.query.open === "single" && singleHit(shown, history, question);
        if (single) return redirect(input.request, single);
        const answer = pageResponse(
          {
            title: "Customers",
            subtitle: `Who they are, how likely each is to leave, and what each is expected to spend. As of ${format.date(shown.card.as_of)}.`,
            body: (
              <CustomerList
                {...{ shown, history, question }}
                narrowed={await narrowedBy(context, input.tenant, shown, read.filter, format)}
                segments={context.store.savedSegments.list(input.tenant)}
              />
            ),
          },
          input,
          "/customers",
          context,
        );
        // The address without the fields that were left empty; who goes back or forward is there already.
        if (!input.request.headers.has("hx-history-restore-request"))
          answer.headers.set("HX-Push-Url", withQuery("/app/customers", question.parameters));
        return answer;
      }),
  }),
  definePage({
    path: "/customers/:customer_id",
    summary: "A customer",
    nav: "/customers",
    params: t.Object({ customer_id: CustomerInPath }),
    query: t.Object({ model: t.Optional(Id), all: t.Optional(t.String()) }),
    show: (input, context) =>
      showModel(context, input, input.query.model, async (shown) => {
        const id = input.params.customer_id;
        const row = shown.model.customers.rowOf(id);
        if (row === undefined) throw new NotFoundError(NO_CUSTOMER);
        const orders = await ordersOfModel(context, shown.row.artifactPrefix, shown.model);
        const format = formatFor(input.settings);
        const { people } = shown.model.customers;
        const email = people.email(row);
        return {
          title: people.name(row) ?? `Customer ${id}`,
          subtitle: subtitleOf(id, people, row, format.date(shown.card.as_of)),
          actions: (
            <>
              {email !== null && <SecondaryLink href={mailHref(email)}>Write an e-mail</SecondaryLink>}
              <SecondaryLink
                href={withQuery("/app/predictions/new", { customer: id, model: input.query.model })}
              >
                <Icon name="spark" />
                What if
              </SecondaryLink>
            </>
          ),
          body: (
            <CustomerDetail
              shown={shown}
              row={row}
              orders={orders}
              products={await productsOfModel(context, shown.row.artifactPrefix, shown.model)}
              modelId={input.query.model}
              showsAll={input.query.all === "true"}
              mayErase={includesRole(input.principal!.role, "admin")}
            />
          ),
        };
      }),
  }),
  definePage({
    path: "/customers/:customer_id/erase",
    access: "admin",
    summary: "Erase a customer",
    nav: "/customers",
    params: t.Object({ customer_id: CustomerInPath }),
    show: ({ params }) => ({
      title: `Erase customer ${params.customer_id}`,
      subtitle: "For someone who asks you to delete their data. This cannot be undone.",
      body: <EraseForm id={params.customer_id} wasUnsure={false} />,
    }),
  }),
  defineAction({
    path: "/customers/:customer_id/erase",
    access: "admin",
    summary: "Erase a customer",
    async act(input, context) {
      const id = input.params.customer_id!;
      if (input.form.get("customer") !== id)
        return pageResponse(
          {
            title: `Erase customer ${id}`,
            body: <EraseForm id={id} wasUnsure />,
            status: 422,
          },
          input,
          "/customers",
          context,
        );
      // What was answered about the person before is in the store then, and is erased too.
      await predictionsWritten(context);
      await askForErasure(context, input.tenant, id, context.now);
      return redirect(input.request, "/app/queue");
    },
  }),
];

/** Id and address beside a name, and the day that all of the page is of. */
function subtitleOf(id: string, people: People, row: number, asOf: string): string {
  const email = people.email(row);
  const whose =
    people.name(row) === null
      ? email
      : id === email
        ? email
        : [`Customer ${id}`, email].filter(Boolean).join(", ");
  const dated = `as of ${asOf}, the newest order of the file.`;
  return whose === null || (whose === id && people.name(row) === null)
    ? `A${dated.slice(1)}`
    : `${whose}; ${dated}`;
}

/** The page of the only customer who was searched for and found; null for none or several. */
function singleHit(
  shown: ShownModel,
  history: History,
  { filter, parameters }: CustomersQuestion,
): string | null {
  if (filter.q === undefined) return null;
  const rows = selectCustomers(shown.model.customers, filter, history, shown.advice);
  return rows.length === 1 ? customerHref(shown, rows[0]!, parameters.model) : null;
}

function EraseForm({ id, wasUnsure }: { readonly id: string; readonly wasUnsure: boolean }) {
  return (
    <form class="card narrow-form" method="post" action={`/app/customers/${encodeURIComponent(id)}/erase`}>
      <p>
        {id.includes("@") && "Everyone whose orders have this address is erased, whatever their ID. "}
        The customer is removed from all your uploaded files, model tables, predictions and lists. This takes
        about a minute once running trainings have finished; the queue shows when it is done and what was
        removed.
      </p>
      <Notice tone="warn">
        What a model has learned from all customers together stays. Train again to remove the customer from
        that too.
      </Notice>
      <Field
        label="Type the customer's ID to confirm"
        name="customer"
        autocomplete="off"
        required
        error={wasUnsure && `That is not this customer's ID. Type ${id}.`}
      />
      <div class="row">
        <button class="danger" type="submit">
          Erase this customer
        </button>
        <SecondaryLink href={`/app/customers/${encodeURIComponent(id)}`}>Keep</SecondaryLink>
      </div>
    </form>
  );
}
