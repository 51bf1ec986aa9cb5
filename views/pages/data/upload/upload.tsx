import { t } from "elysia";
import type { ApiContext } from "../../../../src/api/context";
import { requireTenantKept } from "../../../../src/api/endpoint";
import { submitTraining } from "../../../../src/api/resources/training";
import { upload } from "../../../../src/api/resources/uploads/route";
import { defineRoute, type Route } from "../../../../src/api/route";
import { UserError } from "../../../../src/errors";
import type { DatasetRow } from "../../../../src/store/datasets";
import { datasetKey } from "../../../../src/store/object-keys";
import { Notice } from "../../../components/card";
import { isDateOrder } from "../../../data/date-readings";
import { type ChosenMapping, readMapping } from "../../../data/mapping-form";
import { sizeWords } from "../../../data/spans";
import { formatFor } from "../../../format";
import {
  defineAction,
  definePage,
  type PageInput,
  pageResponse,
  partResponse,
  redirect,
} from "../../../page";
import type { PageContent } from "../../../page-content";
import { mappingOf, requireDataset, type Seen, seenInDataset } from "../dataset-view";
import { CheckResult, checkDataset } from "./check";
import { type Choices, Review } from "./review";
import { FileNeeds, Steps, UploadForm } from "./upload-form";

const Params = t.Object({ dataset_id: t.String({ minLength: 1, maxLength: 128 }) });

function uploadPage({ config }: ApiContext, error?: UserError): PageContent {
  return {
    title: "Upload",
    subtitle:
      "Order lines in, customers understood: who they are, who is about to leave, what each is worth.",
    body: (
      <div class="stack">
        <Steps current={1} />
        <div class="split">
          <UploadForm most={sizeWords(config.maxUploadBytes)} {...(error && { error: error.message })} />
          <FileNeeds />
        </div>
      </div>
    ),
    ...(error && { status: error.status }),
  };
}

async function choicesOf(
  context: ApiContext,
  row: DatasetRow,
  seen: Seen,
  form: URLSearchParams,
): Promise<Choices> {
  const order = form.get("date_order");
  return {
    mapping: readMapping(form, seen.columns, await mappingOf(context, row, seen)),
    dateOrder: isDateOrder(order) ? order : null,
    effort: form.get("effort") === "quick" ? "quick" : "full",
    name: (form.get("name") ?? "").trim().slice(0, 200),
  };
}

const hasErrors = ({ mapping }: Choices) => Object.keys(mapping.errors).length > 0;

async function checked(
  context: ApiContext,
  row: DatasetRow,
  choices: Choices,
  { settings }: Pick<PageInput, "settings">,
) {
  if (hasErrors(choices))
    return <Notice tone="warn">{Object.values(choices.mapping.errors).join(" ")}</Notice>;
  const check = await checkDataset(context, row, choices.mapping.choice, choices.dateOrder);
  return <CheckResult check={check} fileName={row.fileName} format={formatFor(settings)} />;
}

async function reviewPage(
  context: ApiContext,
  input: PageInput,
  row: DatasetRow,
  form: URLSearchParams,
  status = 200,
): Promise<PageContent> {
  const seen = await seenInDataset(context, row);
  const choices = await choicesOf(context, row, seen, form);
  const format = formatFor(input.settings);
  const check = form.get("check") === "1" ? await checked(context, row, choices, input) : null;
  return {
    title: "Check the columns",
    subtitle: `${row.fileName}, ${sizeWords(row.sizeBytes)}, uploaded ${format.moment(row.createdAt)}.`,
    body: (
      <div class="stack">
        <Steps current={2} />
        {status >= 400 && (
          <Notice tone="bad">Nothing was started yet. See the columns that are marked.</Notice>
        )}
        <Review
          id={row.id}
          seen={seen}
          choices={choices}
          format={format}
          check={check}
          showsErrors={status >= 400}
        />
      </div>
    ),
    status,
  };
}

/** Keeps what the columns mean beside the file. Throws where the tenant is erased meanwhile, and leaves nothing then. */
async function keepMapping(
  context: ApiContext,
  tenant: string,
  row: DatasetRow,
  { choice }: ChosenMapping,
): Promise<string> {
  const { store, blobs, now } = context;
  const since = now();
  const path = datasetKey(tenant, row.id, "mapping.json");
  await blobs.writeStream(path, new Blob([JSON.stringify(choice)]).stream());
  try {
    requireTenantKept(context, tenant, since);
  } catch (error) {
    await blobs.delete(path);
    throw error;
  }
  store.datasets.setMapping(tenant, row.id, path);
  return path;
}

const searchOf = (request: Request) => new URL(request.url).searchParams;

/** From a file to a training: choose, check, train. */
export const uploadPages: readonly Route[] = [
  definePage({
    path: "/upload",
    access: "analyst",
    summary: "Upload",
    show: (_, context) => uploadPage(context),
  }),
  defineRoute({
    method: "POST",
    path: "/app/upload",
    access: "analyst",
    slow: true,
    hidden: true,
    tag: "pages",
    summary: "Upload",
    description: "Receives the file and leads to its columns.",
    rawBody: { "multipart/form-data": {} },
    answers: { 303: { description: "To the columns." } },
    handle: async (input, context) => {
      const { tenant, request } = input;
      try {
        const answered = await upload(context, tenant, request);
        const { dataset_id } = (await answered.json()) as { dataset_id: string };
        return redirect(request, `/app/upload/${dataset_id}`);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return pageResponse(uploadPage(context, error), input, "/upload", context);
      }
    },
  }),
  definePage({
    path: "/upload/:dataset_id",
    access: "analyst",
    summary: "Check the columns",
    nav: "/upload",
    params: Params,
    show: (input, context) => {
      const row = requireDataset(context, input.tenant, input.params.dataset_id);
      return reviewPage(context, input, row, searchOf(input.request));
    },
  }),
  definePage({
    path: "/upload/:dataset_id/check",
    access: "analyst",
    summary: "Check the rows",
    nav: "/upload",
    params: Params,
    show: async (input, context) => {
      const row = requireDataset(context, input.tenant, input.params.dataset_id);
      const seen = await seenInDataset(context, row);
      const choices = await choicesOf(context, row, seen, searchOf(input.request));
      return partResponse(await checked(context, row, choices, input));
    },
  }),
  defineAction({
    path: "/upload/:dataset_id/train",
    access: "analyst",
    summary: "Train",
    act: async (input, context) => {
      const { tenant, request, form } = input;
      const row = requireDataset(context, tenant, input.params.dataset_id!);
      const seen = await seenInDataset(context, row);
      const choices = await choicesOf(context, row, seen, form);
      if (hasErrors(choices))
        return pageResponse(await reviewPage(context, input, row, form, 422), input, "/upload", context);
      const mapping_path = await keepMapping(context, tenant, row, choices.mapping);
      const { dateOrder, effort, name } = choices;
      const job = submitTraining(context, tenant, {
        dataset_path: row.datasetPath,
        mapping_path,
        effort,
        ...(dateOrder && { date_order: dateOrder }),
        ...(name && { name }),
      });
      return redirect(request, `/app/queue/${job.id}`);
    },
  }),
];
