import type { VNode } from "preact";
import type { ApiContext } from "../../../src/api/context";
import type { Route } from "../../../src/api/route";
import { includesRole } from "../../../src/auth/principal";
import { datasetTitle } from "../../../src/jobs/dataset-names";
import { Card, Notice } from "../../components/card";
import { definePage, type PageInput, redirect } from "../../page";
import { sizeWords } from "../../words/spans";
import { FileNeeds, UploadForm } from "./upload/upload-form";

/** What the next step is for a shop that has no model yet. */
function nextStep({ store, config }: ApiContext, { tenant, principal }: PageInput): VNode {
  if (!includesRole(principal!.role, "analyst"))
    return (
      <Notice>
        There is no model yet. Once someone with the analyst role uploads a file of order lines and trains,
        these pages fill up.
      </Notice>
    );
  const [training] = store.jobs.list(tenant, "training", "active").filter(({ runnable }) => runnable);
  if (training)
    return (
      <Card title="Your first model is being trained">
        <p>
          It reads the order lines, describes each customer and learns. This takes seconds to minutes,
          depending on the size of the file.
        </p>
        <p>
          <a class="button" href={`/app/queue/${encodeURIComponent(training.id)}`}>
            Watch it
          </a>
        </p>
      </Card>
    );
  const [dataset] = store.datasets.list(tenant);
  const failed = store.jobs.list(tenant, "training", "failed")[0];
  return (
    <div class="stack">
      {failed?.error && <Notice tone="bad">The last training failed. {failed.error}</Notice>}
      {dataset && (
        <Card title={`${datasetTitle(dataset)} is uploaded`} note="Check its columns, then train on it.">
          <p>
            <a class="button" href={`/app/upload/${encodeURIComponent(dataset.id)}`}>
              Check its columns and train
            </a>
          </p>
        </Card>
      )}
      <div class="split">
        <UploadForm most={sizeWords(config.maxUploadBytes)} />
        <FileNeeds />
      </div>
    </div>
  );
}

const PROMISES: readonly { readonly title: string; readonly text: string }[] = [
  {
    title: "Send your order lines",
    text: "A file from your shop or till: who bought what, when and for how much.",
  },
  {
    title: "Check what the columns mean",
    text: "Perennial recognises them. You see what would be left out, and why, before anything is learned.",
  },
  {
    title: "Get to know your customers",
    text: "Segments, each with an action; who is about to leave; and what each customer is expected to spend.",
  },
];

/** The first steps of a shop that has no model. */
export const welcomePages: readonly Route[] = [
  definePage({
    path: "/welcome",
    summary: "Welcome",
    nav: "",
    show: (input, context) => {
      if (context.store.tenants.defaultModel(input.tenant) !== null) return redirect(input.request, "/app");
      return {
        title: "Welcome to Perennial",
        subtitle: "From a file of orders to knowing your customers, in three steps.",
        body: (
          <div class="stack">
            <ol class="promises">
              {PROMISES.map(({ title, text }) => (
                <li key={title}>
                  <h2>{title}</h2>
                  <p class="soft">{text}</p>
                </li>
              ))}
            </ol>
            {nextStep(context, input)}
          </div>
        ),
      };
    },
  }),
];
