import type { ComponentChildren, VNode } from "preact";

/** An option: its value in the address, and its label. */
export type Option = readonly [value: string | number, words: string];

/** A field of a form as a page declares it. */
export interface FieldSpec<Name extends string = string> {
  readonly name: Name;
  readonly label: ComponentChildren;
  readonly value?: string | number | undefined;
  /** Makes it a select. */
  readonly options?: readonly Option[];
  /** The label of the empty option. */
  readonly any?: string;
  readonly hint?: ComponentChildren;
  /** Why the value was refused; shown instead of the hint. */
  readonly error?: string | false | null | undefined;
  readonly type?: "text" | "search" | "number" | "email" | "password" | "date";
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly autocomplete?: "off" | "username" | "organization" | "current-password" | "new-password";
  readonly inputmode?: "decimal";
  readonly pattern?: string;
  readonly min?: string | number;
  readonly max?: string | number;
  readonly step?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** A form field: its label, its control, and a hint or an error. */
export function Field({ label, options, any, hint, error, ...input }: FieldSpec): VNode {
  const invalid = error ? { "aria-invalid": "true" as const } : {};
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the choice or the input below
    <label>
      {label}
      {options ? (
        <select name={input.name} {...invalid}>
          {any !== undefined && <option value="">{any}</option>}
          {options.map(([value, words]) => (
            <option key={value} value={value} selected={String(value) === String(input.value)}>
              {words}
            </option>
          ))}
        </select>
      ) : (
        <input {...(input as object)} {...invalid} />
      )}
      {error ? <span class="error">{error}</span> : hint && <span class="hint">{hint}</span>}
    </label>
  );
}

/** Fields side by side, filled with the values of the address. */
export function Fields<Name extends string>({
  of,
  values,
}: {
  readonly of: readonly FieldSpec<Name>[];
  readonly values?: Readonly<Partial<Record<Name, string>>>;
}): VNode {
  return (
    <div class="fields">
      {of.map((field) => (
        <Field key={field.name} value={values?.[field.name] ?? ""} {...field} />
      ))}
    </div>
  );
}
