import type { ComponentChildren, VNode } from "preact";
import { ENDINGS } from "../../../../src/transactions/formats/file-kinds";
import { Notice } from "../../../components/card";
import { Icon } from "../../../components/icon";
import { withQuery } from "../../../components/pages";

/** Where the wizard stands. */
export function Steps({
  current,
  of = "a file",
}: {
  readonly current: 1 | 2 | 3;
  readonly of?: "a file" | "a query";
}): VNode {
  return (
    <ol class="steps">
      {[`Choose ${of}`, "Check its columns", "Train"].map((label, i) => (
        <li key={label} {...(i + 1 === current && { "aria-current": "step" as const })}>
          {i + 1}. {label}
        </li>
      ))}
    </ol>
  );
}

/** Chooses a file of order lines or takes a dropped one, and sends it. */
export function UploadForm({
  error,
  most,
  appendTo,
}: {
  readonly error?: string;
  readonly most: string;
  /** The data set that the file is added to; without it, the file is one of its own. */
  readonly appendTo?: string;
}): VNode {
  return (
    <DropForm
      id="upload"
      action={withQuery("/app/upload", { append_to: appendTo })}
      title={
        appendTo
          ? "Drop the shop's next export here, or choose it"
          : "Drop a file of order lines here, or choose one"
      }
      hint={
        appendTo
          ? `It may overlap with earlier files: each order line counts once, and the newer version of an order replaces the older. At most ${most}.`
          : `CSV, Excel, Parquet or JSON, also gzipped or zipped. At most ${most}. One row for each line of an order.`
      }
      button="Upload and review"
      {...(error && { error })}
    >
      {appendTo && <input type="hidden" name="append_to" value={appendTo} />}
    </DropForm>
  );
}

/** Chooses a file or takes a dropped one, and sends it. `children`: more fields, before the file. */
export function DropForm({
  id,
  action,
  title,
  hint,
  button,
  error,
  children,
}: {
  /** What the ids of its parts begin with. */
  readonly id: string;
  readonly action: string;
  readonly title: string;
  readonly hint: string;
  readonly button: string;
  readonly error?: string;
  readonly children?: ComponentChildren;
}): VNode {
  const [file, progress] = [`${id}-file`, `${id}-progress`];
  return (
    <form class="card" method="post" action={action} enctype="multipart/form-data" data-upload={progress}>
      {error && <Notice tone="bad">{error}</Notice>}
      {children}
      <label class="drop">
        <span class="drop-picture">
          <Icon name="upload" />
        </span>
        <strong>{title}</strong>
        <span class="hint">{hint}</span>
        <input
          id={file}
          class="visually-hidden"
          type="file"
          name="file"
          required
          accept={ENDINGS.join(",")}
        />
        <output class="brand-ink" data-file-of={file} for={file} />
      </label>
      <div class="row spread">
        <div class="upload-progress" id={progress} hidden>
          <progress max="100" aria-label="Upload progress" />
          <span class="small soft" aria-live="polite">
            Sending
          </span>
        </div>
        <button type="submit">{button}</button>
      </div>
    </form>
  );
}

/** What a file must hold. */
export function FileNeeds(): VNode {
  return (
    <section class="card">
      <header>
        <h2>What the file needs</h2>
      </header>
      <ul>
        <li>A customer: a number, a code or an e-mail address.</li>
        <li>The date of the order.</li>
        <li>Quantity and unit price, or the total of the line.</li>
        <li>Better still: an order number, a product and a country.</li>
      </ul>
      <p class="soft small">
        Columns may have any name and order. A year of orders or more gives the best answers. The file stays
        on this server.
      </p>
    </section>
  );
}
