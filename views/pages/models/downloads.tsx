import { makeZip } from "client-zip";
import { t } from "elysia";
import type { VNode } from "preact";
import type { ApiContext } from "../../../src/api/context";
import { NotFoundError } from "../../../src/api/errors";
import type { Route } from "../../../src/api/route";
import { SecondaryLink } from "../../components/button";
import { Card } from "../../components/card";
import { Icon } from "../../components/icon";
import { requireRecord } from "../../model-page";
import { definePage } from "../../page";
import { modelPath } from "./model-list";

interface OfferedFile {
  readonly name: string;
  readonly title: string;
  readonly type: string;
}

const CSV = "text/csv; charset=utf-8";
const JSON_TYPE = "application/json";
const ONNX = "application/octet-stream";

/** What can be downloaded from a model's folder, by purpose. */
const OFFERED: readonly { readonly title: string; readonly files: readonly OfferedFile[] }[] = [
  {
    title: "For people",
    files: [
      { name: "strategic_report.md", title: "Strategic report", type: "text/markdown; charset=utf-8" },
      { name: "segmented_customers.csv", title: "Customers with segments and scores", type: CSV },
      { name: "segment_summary.csv", title: "Segments", type: CSV },
      { name: "rfm_summary.csv", title: "RFM groups", type: CSV },
      { name: "cohorts.csv", title: "Cohorts", type: CSV },
      { name: "feature_store.csv", title: "All features, one row per customer", type: CSV },
    ],
  },
  {
    title: "Models as ONNX",
    files: [
      { name: "segmentation.onnx", title: "Segmentation", type: ONNX },
      { name: "churn.onnx", title: "Churn, all features", type: ONNX },
      { name: "churn_base.onnx", title: "Churn, seven features", type: ONNX },
      { name: "ltv.onnx", title: "Expected spend, all features", type: ONNX },
      { name: "ltv_base.onnx", title: "Expected spend, seven features", type: ONNX },
    ],
  },
  {
    title: "For programs",
    files: [
      { name: "model.json", title: "Model card", type: JSON_TYPE },
      { name: "evaluation.json", title: "Evaluation curves", type: JSON_TYPE },
      { name: "cleaning_report.json", title: "Cleaning report", type: JSON_TYPE },
      { name: "kmeans_scores.json", title: "Silhouette by number of segments", type: JSON_TYPE },
      { name: "drift.json", title: "Drift", type: JSON_TYPE },
      { name: "realised.json", title: "Predicted and realised", type: JSON_TYPE },
      { name: "customers.arrow", title: "All columns, Arrow", type: "application/vnd.apache.arrow.file" },
    ],
  },
];

const FILES: ReadonlyMap<string, OfferedFile> = new Map(
  OFFERED.flatMap(({ files }) => files.map((file) => [file.name, file] as const)),
);

/** A model's files and its whole folder. */
export const downloadPages: readonly Route[] = [
  definePage({
    path: "/models/:model_id/files/:file",
    summary: "A file of a model",
    params: t.Object({ model_id: t.String(), file: t.String() }),
    show: async ({ params, tenant }, context) => {
      const { artifactPrefix } = requireRecord(context, tenant, params.model_id);
      const offered = FILES.get(params.file);
      const file = offered && (await context.blobs.open(`${artifactPrefix}/${offered.name}`));
      if (!offered || !file) throw new NotFoundError("The model has no such file.");
      return attachment(file.stream, offered.name, offered.type);
    },
  }),
  definePage({
    path: "/models/:model_id/folder.zip",
    summary: "A model's whole folder",
    params: t.Object({ model_id: t.String() }),
    show: ({ params, tenant }, context) => {
      const { artifactPrefix, createdAt } = requireRecord(context, tenant, params.model_id);
      return attachment(
        makeZip(folderParts(context, artifactPrefix, new Date(createdAt))),
        "model.zip",
        "application/zip",
      );
    },
  }),
];

async function* folderParts({ blobs }: ApiContext, prefix: string, lastModified: Date) {
  for (const { key } of await blobs.list(prefix)) {
    const file = await blobs.open(key);
    if (file) yield { name: key.slice(key.lastIndexOf("/") + 1), input: file.stream, lastModified };
  }
}

function attachment(stream: ReadableStream<Uint8Array>, name: string, type: string): Response {
  return new Response(stream, {
    headers: { "Content-Type": type, "Content-Disposition": `attachment; filename="${name}"` },
  });
}

/** Links to everything that a model's folder has. */
export function Downloads({
  modelId,
  present,
  sizeText,
}: {
  readonly modelId: string;
  /** Size in bytes of the files that are there, by name. */
  readonly present: ReadonlyMap<string, number>;
  readonly sizeText: (bytes: number) => string;
}): VNode {
  return (
    <Card title="Downloads" id="downloads">
      <div class="grid narrow">
        {OFFERED.map(({ title, files }) => (
          <div key={title} class="stack tight">
            <h3>{title}</h3>
            <ul class="plain small">
              {files
                .filter(({ name }) => present.has(name))
                .map(({ name, title }) => (
                  <li key={name}>
                    <a href={`${modelPath(modelId)}/files/${name}`}>{title}</a>{" "}
                    <span class="soft">{sizeText(present.get(name)!)}</span>
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </div>
      <p>
        <SecondaryLink href={`${modelPath(modelId)}/folder.zip`}>
          <Icon name="download" /> Download everything as ZIP
        </SecondaryLink>
      </p>
    </Card>
  );
}
