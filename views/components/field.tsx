import type { ComponentChildren, VNode } from "preact";

/** A choice as the address has it, and its words. */
export type Option = readonly [value: string | number, words: string];

/** A field of a form as a page declares it. */
export interface FieldSpec<Name extends string = string> {
  readonly name: Name;
  readonly label: ComponentChildren;
  readonly value?: string | number | undefined;
  /** Makes it a choice. */
  readonly options?: readonly Option[];
  /** The choice of none of them. */
  readonly any?: string;
  readonly hint?: ComponentChildren;
  /** Why what was sent does not fit; stands in place of the hint. */
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

/** A field of a form: what it is called, what is typed or chosen, and a hint or what is wrong. */
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

/** Fields side by side, with what the address says of each. */
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
