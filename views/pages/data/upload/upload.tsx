import { t } from "elysia";
import type { VNode } from "preact";
import type { ApiContext } from "../../../../src/api/context";
import { requireTenantKept } from "../../../../src/api/endpoint";
import { submitTraining } from "../../../../src/api/resources/training";
import { upload } from "../../../../src/api/resources/uploads/route";
import { defineRoute, type Route } from "../../../../src/api/route";
import { UserError } from "../../../../src/errors";
import { datasetTitle } from "../../../../src/jobs/dataset-names";
import type { DatasetFile, DatasetRow } from "../../../../src/store/datasets";
import { datasetKey } from "../../../../src/store/object-keys";
import { Notice } from "../../../components/card";
import { withQuery } from "../../../components/pages";
import { formatFor } from "../../../format";
import { isDateOrder } from "../../../forms/date-readings";
import { readMapping } from "../../../forms/mapping-form";
import {
  defineAction,
  definePage,
  type PageInput,
  pageResponse,
  partResponse,
  redirect,
} from "../../../page";
import type { PageContent } from "../../../page-content";
import { sizeWords } from "../../../words/spans";
import { fileOf, mappingOf, nameOf, requireDataset, type Seen, saidOf, seenInFile } from "../dataset-view";
import { Blocked, Doubts, NOTHING_TOLD, type ToldFirst, toldByCheck, toldByUpload } from "../reading/doubts";
import { CheckResult, checkDataset } from "./check";
import { type Choices, Review } from "./review";
import { FileNeeds, Steps, UploadForm } from "./upload-form";

const Params = t.Object({ dataset_id: t.String({ minLength: 1, maxLength: 128 }) });

function uploadPage(
  context: ApiContext,
  { tenant, request }: { readonly tenant: string; readonly request: Request },
  error?: UserError,
): PageContent {
  const { config, store } = context;
  const dataset = store.datasets.find(tenant, searchOf(request).get("append_to") ?? "");
  return {
    title: dataset ? "Add newer orders" : "Upload",
    subtitle: dataset
      ? `To ${datasetTitle(dataset)}. Models learn from all files of a data set as one history.`
      : "Order lines in, customers understood: who they are, who is about to leave, what each is worth.",
    body: (
      <div class="stack">
        <Steps current={1} />
        <div class="split">
          <UploadForm
            most={sizeWords(config.maxUploadBytes)}
            {...(error && { error: error.message })}
            {...(dataset && { appendTo: dataset.id })}
          />
          <FileNeeds />
        </div>
        {!dataset && (
          <p>
            Do the order lines lie in a database or a warehouse?{" "}
            <a href="/app/warehouse">Read them from there</a> instead of a file.
          </p>
        )}
      </div>
    ),
    ...(error && { status: error.status }),
  };
}

async function choicesOf(
  context: ApiContext,
  file: DatasetFile,
  seen: Seen,
  form: URLSearchParams,
): Promise<Choices> {
  const order = form.get("date_order");
  return {
    mapping: readMapping(form, seen.columns, await mappingOf(context, file, seen), {
      recognised: seen.proposed_mapping,
      words: (await saidOf(context, file))?.words,
    }),
    dateOrder: isDateOrder(order) ? order : order === null ? file.dateOrder : null,
    effort: form.get("effort") === "quick" ? "quick" : "full",
    name: (form.get("name") ?? "").trim().slice(0, 200),
  };
}

const hasErrors = ({ mapping }: Choices) => Object.keys(mapping.errors).length > 0;

interface Checked {
  readonly told: ToldFirst;
  readonly result: VNode;
}

async function checked(
  context: ApiContext,
  row: DatasetRow,
  file: DatasetFile,
  choices: Choices,
  { tenant, settings }: Pick<PageInput, "tenant" | "settings">,
): Promise<Checked> {
  if (hasErrors(choices))
    return {
      told: NOTHING_TOLD,
      result: <Notice tone="warn">{Object.values(choices.mapping.errors).join(" ")}</Notice>,
    };
  const check = await checkDataset(context, tenant, row, file, choices, settings);
  return {
    told: toldByCheck(check),
    result: <CheckResult check={check} words={choices.mapping.choice.words} settings={settings} />,
  };
}

async function reviewPage(
  context: ApiContext,
  input: PageInput,
  row: DatasetRow,
  form: URLSearchParams,
  status = 200,
): Promise<PageContent> {
  const file = fileOf(row, form.get("file"));
  const seen = await seenInFile(context, file);
  const choices = await choicesOf(context, file, seen, form);
  const format = formatFor(input.settings);
  const check = form.get("check") === "1" ? await checked(context, row, file, choices, input) : null;
  const told = check?.told ?? toldByUpload(seen);
  return {
    title: "Check the columns",
    subtitle: row.query
      ? `${nameOf(row, file)}, a query of the warehouse ${row.query.connection}.`
      : `${nameOf(row, file)}, ${sizeWords(file.sizeBytes)}, uploaded ${format.moment(file.addedAt)}.`,
    body: (
      <div class="stack">
        <Steps current={2} of={row.query ? "a query" : "a file"} />
        {status >= 400 && <Notice tone="bad">Nothing has started yet. Check the marked columns.</Notice>}
        {row.files.length > 1 && (
          <Notice>
            This is one of {row.files.length} files in{" "}
            <a href={`/app/datasets/${encodeURIComponent(row.id)}`}>this data set</a>; models learn from all
            of them as one history.
          </Notice>
        )}
        <Doubts told={told} format={format} />
        <Review
          dataset={row}
          file={file}
          seen={seen}
          choices={choices}
          told={told}
          format={format}
          check={check?.result ?? null}
          showsErrors={status >= 400}
        />
        <p class="soft small">
          Do you know more about your customers, such as consent or channel?{" "}
          <a href={`/app/datasets/${encodeURIComponent(row.id)}#customers`}>
            Add a file with one row per customer
          </a>{" "}
          before you train.
        </p>
      </div>
    ),
    status,
  };
}

/**
 * Keeps what the columns and dates mean beside the file. Throws where the tenant is erased meanwhile, and leaves
 * nothing then.
 */
async function keepReading(
  context: ApiContext,
  tenant: string,
  file: DatasetFile,
  { mapping, dateOrder }: Choices,
): Promise<void> {
  const { store, blobs, now } = context;
  const since = now();
  const mappingPath = datasetKey(tenant, file.id, "mapping.json");
  await blobs.writeStream(mappingPath, new Blob([JSON.stringify(mapping.said)]).stream());
  try {
    requireTenantKept(context, tenant, since);
  } catch (error) {
    await blobs.delete(mappingPath);
    throw error;
  }
  store.datasets.setReading(tenant, file.id, { mappingPath, dateOrder });
}

/** Keeps what a form says about a file, then goes on; shows the form again where something is wrong. */
async function withReading(
  context: ApiContext,
  input: PageInput<Record<string, string>> & { readonly form: URLSearchParams },
  goOn: (row: DatasetRow, choices: Choices) => Response,
): Promise<Response> {
  const { tenant, form } = input;
  const row = requireDataset(context, tenant, input.params.dataset_id!);
  const file = fileOf(row, form.get("file"));
  const seen = await seenInFile(context, file);
  const choices = await choicesOf(context, file, seen, form);
  if (hasErrors(choices))
    return pageResponse(await reviewPage(context, input, row, form, 422), input, "/upload", context);
  await keepReading(context, tenant, file, choices);
  return goOn(row, choices);
}

const searchOf = (request: Request) => new URL(request.url).searchParams;

/** From a file to a training: choose, check, train. */
export const uploadPages: readonly Route[] = [
  definePage({
    path: "/upload",
    access: "analyst",
    summary: "Upload",
    show: (input, context) => uploadPage(context, input),
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
    bodyBytes: "counted by the handler",
    answers: { 303: { description: "To the columns." } },
    handle: async (input, context) => {
      const { tenant, request } = input;
      try {
        const answered = await upload(context, tenant, request);
        const told = (await answered.json()) as { dataset_id: string; file_id: string; is_new: boolean };
        const { dataset_id, file_id, is_new } = told;
        if (!is_new) return redirect(request, `/app/datasets/${dataset_id}?known=1`);
        const file = file_id === dataset_id ? undefined : file_id;
        return redirect(request, withQuery(`/app/upload/${dataset_id}`, { file }));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return pageResponse(uploadPage(context, input, error), input, "/upload", context);
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
      const form = searchOf(input.request);
      const file = fileOf(row, form.get("file"));
      const seen = await seenInFile(context, file);
      const choices = await choicesOf(context, file, seen, form);
      const { told, result } = await checked(context, row, file, choices, input);
      return partResponse(
        <>
          {result}
          <Doubts told={told} format={formatFor(input.settings)} isLate />
          <Blocked told={told} isLate />
        </>,
        input,
      );
    },
  }),
  defineAction({
    path: "/upload/:dataset_id/train",
    access: "analyst",
    summary: "Train",
    act: (input, context) =>
      withReading(context, input, ({ datasetPath }, { effort, name }) => {
        const asked = { dataset_path: datasetPath, effort, ...(name && { name }) };
        return redirect(input.request, `/app/queue/${submitTraining(context, input.tenant, asked).id}`);
      }),
  }),
  defineAction({
    path: "/upload/:dataset_id/keep",
    access: "analyst",
    summary: "Keep what the columns mean",
    act: (input, context) =>
      withReading(context, input, ({ id }) =>
        redirect(input.request, `/app/datasets/${encodeURIComponent(id)}`),
      ),
  }),
];
