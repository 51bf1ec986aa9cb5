import type { ApiContext } from "../../../../src/api/context";
import { keepQuery } from "../../../../src/api/resources/datasets/keep-query";
import { warehousesOf } from "../../../../src/api/resources/warehouses";
import type { Route } from "../../../../src/api/route";
import { UserError } from "../../../../src/errors";
import { defineAction, definePage, pageResponse, redirect } from "../../../page";
import type { PageContent } from "../../../page-content";
import { Steps } from "../upload/upload-form";
import { NoWarehouse, QueryNeeds, type WarehouseChoices, WarehouseForm } from "./warehouse-form";

function warehousePage(
  context: ApiContext,
  tenant: string,
  choices: WarehouseChoices,
  error?: UserError,
): PageContent {
  const warehouses = warehousesOf(context, tenant);
  return {
    title: "From a warehouse",
    subtitle: "Order lines that lie in a database: nothing to export, and each training reads the newest.",
    body:
      warehouses.length === 0 ? (
        <NoWarehouse />
      ) : (
        <div class="stack">
          <Steps current={1} of="a query" />
          <div class="split">
            <WarehouseForm {...{ warehouses, choices }} {...(error && { error: error.message })} />
            <QueryNeeds />
          </div>
        </div>
      ),
    ...(error && { status: error.status }),
  };
}

function choicesOf(given: URLSearchParams): WarehouseChoices {
  const text = (name: string) => given.get(name)?.trim() ?? "";
  return {
    connection: text("connection"),
    readyMade: text("ready_made"),
    query: text("query"),
    name: text("name"),
  };
}

/** From a query to a training: choose, check, train. The last two steps are those of a file. */
export const warehousePages: readonly Route[] = [
  definePage({
    path: "/warehouse",
    access: "analyst",
    summary: "From a warehouse",
    nav: "/upload",
    show: ({ tenant, request }, context) =>
      warehousePage(context, tenant, choicesOf(new URL(request.url).searchParams)),
  }),
  defineAction({
    path: "/warehouse",
    access: "analyst",
    summary: "Read a warehouse",
    slow: true,
    act: async (input, context) => {
      const { tenant, request, form } = input;
      const { connection, readyMade, query, name } = choicesOf(form);
      try {
        const asked = { connection, name, ...(readyMade ? { ready_made: readyMade } : { query }) };
        const answer = (await keepQuery(context, tenant, asked, request.signal, () => {})) as {
          dataset_id: string;
        };
        return redirect(request, `/app/upload/${answer.dataset_id}`);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        const page = warehousePage(context, tenant, { connection, readyMade, query, name }, error);
        return pageResponse(page, input, "/upload", context);
      }
    },
  }),
];
