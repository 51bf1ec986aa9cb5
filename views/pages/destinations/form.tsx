import type { ComponentChildren, VNode } from "preact";
import type { ShownConnection } from "../../../src/destinations/connections";
import { FILE_KINDS, TOOL_NAMES, TOOLS } from "../../../src/destinations/formats/formats";
import { MOST_NAME_LETTERS } from "../../../src/destinations/own-destinations";
import type { SavedSegmentRow } from "../../../src/store/saved-segments";
import { SecondaryLink } from "../../components/button";
import { Card, Notice } from "../../components/card";
import { Field, type FieldSpec } from "../../components/field";
import { FilterNote } from "../../components/filter-note";
import { OnceField } from "../../components/once-shown";
import { type AudienceQuery, audienceTerms } from "../../forms/audience-query";
import { readFilter } from "../../forms/customer-filter";
import type { DestinationField, DestinationTexts } from "../../forms/destination-form";
import type { ShownModel } from "../../model-page";
import type { Narrowed } from "../../narrowed";
import { hourWords, KIND_NAMES } from "../../words/destination-words";
import { WEEKDAYS } from "../../words/weekdays";
import { AudienceFields } from "../audience/audience-form";
import { DESTINATIONS } from "./href";
import { type Preview, PreviewCard } from "./preview";

/** What a form shows, and what was wrong with it. */
export interface FormState {
  readonly query: AudienceQuery;
  readonly texts: DestinationTexts;
  readonly error: { readonly field: string | null; readonly message: string } | null;
}

interface FormProps extends FormState {
  /** Where it is sent, and where it is asked what it would come to. */
  readonly action: string;
  readonly isNew: boolean;
  readonly shown: ShownModel;
  readonly segments: readonly SavedSegmentRow[];
  readonly narrowed: Narrowed;
  readonly connections: readonly ShownConnection[];
  readonly canMail: boolean;
  /** The yes/no attributes of the customers. */
  readonly attributes: readonly string[];
  readonly preview: Preview;
}

/** Whom, what for, where to and when: one form, and beside it what it would come to today. */
export function DestinationForm(props: FormProps): VNode {
  const { action, isNew, error } = props;
  return (
    <form
      class="builder"
      method="post"
      action={action}
      noValidate
      hx-get={action}
      hx-target="#preview"
      hx-select="#preview"
      hx-swap="outerHTML"
      hx-trigger="input delay:300ms"
      hx-sync="this:replace"
      aria-label="Destination"
    >
      <div class="stack">
        {error && (error.field === null || error.field === "audience") && (
          <Notice tone="bad">{error.message}</Notice>
        )}
        {isNew && <OnceField />}
        <Whom {...props} />
        <What {...props} />
        <Where {...props} />
        <When {...props} />
      </div>
      <div class="beside">
        <PreviewCard preview={props.preview} />
        <div class="row">
          <button type="submit">{isNew ? "Add destination" : "Save changes"}</button>
          <SecondaryLink href={isNew ? DESTINATIONS : action.replace(/\/edit$/, "")}>Cancel</SecondaryLink>
        </div>
      </div>
    </form>
  );
}

/** A field with what was typed and what was wrong with it. */
function field({ texts, error }: FormState, spec: FieldSpec<DestinationField>): VNode {
  return (
    <Field
      {...spec}
      value={texts[spec.name] ?? spec.value ?? ""}
      error={error?.field === spec.name && error.message}
    />
  );
}

/** Fields that only some choices above them need; a style sheet hides them for the others. */
function Only({ needs, children }: { readonly needs: string; readonly children: ComponentChildren }): VNode {
  return <div class={`only ${needs}`}>{children}</div>;
}

function Whom(props: FormProps): VNode {
  const { query, shown, segments, narrowed } = props;
  return (
    <Card title="Whom" note="Chosen each time by the newest model, on the terms of your settings.">
      <div class="stack">
        {field(props, {
          name: "name",
          label: "Name",
          required: true,
          maxLength: MOST_NAME_LETTERS,
          placeholder: "Win back, for Klaviyo",
          autocomplete: "off",
        })}
        <p class="soft small">
          <FilterNote filter={readFilter(query).filter} narrowed={narrowed} />
        </p>
        <AudienceFields
          {...{ query, segments }}
          card={shown.card}
          terms={audienceTerms(query, shown.advice.terms)}
        />
      </div>
    </Card>
  );
}

function What(props: FormProps): VNode {
  const { texts, attributes, error } = props;
  const chosen = texts.consent ?? "";
  const known = chosen !== "" && !attributes.includes(chosen) ? [...attributes, chosen] : attributes;
  return (
    <Card title="What for" note="A tool gets its own columns, and only people whom it may write to.">
      <div class="stack">
        <div class="fields">
          {field(props, {
            name: "format",
            label: "Tool or file",
            options: [
              ...TOOL_NAMES.map((name) => [name, TOOLS[name].title] as const),
              ...Object.entries(FILE_KINDS).map(([name, { title }]) => [name, `${title} file`] as const),
            ],
          })}
          {known.length > 0 &&
            field(props, {
              name: "consent",
              label: "Consent",
              any: "No attribute says it",
              options: known.map((name) => [name, `“${name}” says yes`]),
            })}
        </div>
        <Only needs="unasked">
          <label class="check">
            <input type="checkbox" name="confirmed" value="true" checked={texts.confirmed === "true"} />
            <span>I confirm that everyone in this list agreed to it.</span>
          </label>
          <p class="hint">
            {known.length === 0 &&
              "The model knows no yes/no attribute such as “accepts marketing”. Upload one with your customers, and only those who say yes are sent. "}
            A tool gets nobody without this; a file for yourself does not need it.
          </p>
        </Only>
        {error?.field === "consent" && <p class="error">{error.message}</p>}
        <Only needs="files">
          <div class="fields">
            {field(props, {
              name: "columns",
              label: "Columns",
              placeholder: "All",
              autocomplete: "off",
              hint: "By name, with commas between, such as CustomerID, name, email.",
            })}
            <Only needs="csv">
              {field(props, {
                name: "delimiter",
                label: "Delimiter",
                options: [
                  ["comma", "Comma"],
                  ["semicolon", "Semicolon"],
                  ["tab", "Tab"],
                ],
              })}
            </Only>
          </div>
        </Only>
      </div>
    </Card>
  );
}

function Where(props: FormProps): VNode {
  const { connections, canMail } = props;
  return (
    <Card title="Where to">
      <div class="stack">
        {field(props, {
          name: "place",
          label: "Place",
          options: [
            ["mail", "E-mail"],
            ...connections.map(
              ({ name, kind, where }) =>
                [`${kind}:${name}`, `${name} (${KIND_NAMES[kind]}, ${where})`] as const,
            ),
          ],
        })}
        {connections.length === 0 && (
          <p class="hint">
            For SFTP, buckets, Google Sheets and webhooks, the operator of this server names connections in a
            file and its path in <code>DESTINATIONS_FILE</code>. The page “Configuration” of the documentation
            shows one.
          </p>
        )}
        <Only needs="mail">
          {!canMail && (
            <Notice tone="warn">
              This server cannot send mail yet: its operator must set SMTP_URL and MAIL_FROM.
            </Notice>
          )}
          <div class="fields">
            {field(props, {
              name: "address",
              label: "Address",
              type: "email",
              placeholder: "ann@example.com",
              autocomplete: "off",
            })}
            {field(props, {
              name: "as",
              label: "With",
              options: [
                ["attachment", "The file attached, up to 7 MB"],
                ["link", "A link that works for seven days"],
              ],
            })}
          </div>
        </Only>
        <Only needs="folder">
          {field(props, {
            name: "folder",
            label: "Folder",
            placeholder: "lists/weekly",
            autocomplete: "off",
            hint: "Below the folder of the connection; empty: that one.",
          })}
        </Only>
        <Only needs="sheets">
          <div class="fields">
            {field(props, {
              name: "spreadsheet_id",
              label: "Spreadsheet",
              autocomplete: "off",
              hint: "The part of its address between /d/ and /edit. Share it with the account above.",
            })}
            {field(props, { name: "sheet", label: "Sheet", placeholder: "Sheet1", autocomplete: "off" })}
          </div>
        </Only>
      </div>
    </Card>
  );
}

function When(props: FormProps): VNode {
  return (
    <Card title="When">
      <div class="fields">
        {field(props, {
          name: "every",
          label: "Sent",
          options: [
            ["training", "After each training"],
            ["daily", "Every day"],
            ["weekly", "Every week"],
            ["never", "Only when asked"],
          ],
        })}
        <Only needs="weekly">
          {field(props, { name: "day", label: "On", options: WEEKDAYS.map((name, i) => [i + 1, name]) })}
        </Only>
        <Only needs="timed">
          {field(props, {
            name: "hour",
            label: "At",
            options: Array.from({ length: 24 }, (_, hour) => [hour, hourWords(hour)] as const),
          })}
        </Only>
      </div>
    </Card>
  );
}
